// swift-tools-version: 6.2
import PackageDescription

// One list of settings for every target of ours: Swift 6 mode comes with the tools version.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

// The directions of import are drawn in docs/architecture.md and enforced by TidyTests.
let package = Package(
    name: "Counterfoil",
    products: [
        .executable(name: "counterfoil", targets: ["counterfoil"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: [.defaults, "CommandLineArguments"]),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The pure core: standard library only, also compiled by Embedded Swift (see TidyTests).
        .target(name: "Retail", swiftSettings: settings),
        .target(name: "Sales", dependencies: ["Retail"], swiftSettings: settings),
        .target(name: "Payments", dependencies: ["Retail"], swiftSettings: settings),

        // The port to storage, and its SQLite adapter.
        .target(
            name: "Persistence", dependencies: ["Retail", "Sales", "Payments"],
            swiftSettings: settings),
        .target(
            name: "PersistenceSQLite",
            dependencies: ["Persistence", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),

        .target(
            name: "DemoChain", dependencies: ["Retail", "Persistence"], swiftSettings: settings),

        // C libraries from the system, each behind one module of ours.
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .systemLibrary(name: "CZint", providers: [.apt(["libzint-dev"])]),
        .target(name: "Cryptography", dependencies: ["COpenSSL"], swiftSettings: settings),
        .target(name: "Barcodes", dependencies: ["CZint"], swiftSettings: settings),

        // Adapters to the payment channels, and the honest copy of them to train and test against.
        .target(
            name: "Channels",
            dependencies: ["Retail", "Payments", "Cryptography", "CCurl"],
            swiftSettings: settings),
        .target(
            name: "ChannelSimulators",
            dependencies: [
                "Retail", "Cryptography", "Barcodes",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.copy("Public")], swiftSettings: settings),

        // The shell: feeds events into the core and performs its effects.
        .target(
            name: "Checkout",
            dependencies: [
                "Retail", "Sales", "Payments", "Persistence",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .target(
            name: "Receipts", dependencies: ["Retail", "Barcodes"], swiftSettings: settings),
        .target(
            name: "WebServer",
            dependencies: [
                "Retail", "Sales", "Payments", "Persistence", "Checkout", "Receipts",
                "Cryptography",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Public")], swiftSettings: settings),
        .executableTarget(
            name: "counterfoil",
            dependencies: [
                "Retail", "Sales", "Payments", "Persistence", "PersistenceSQLite", "DemoChain",
                "Checkout", "Channels", "ChannelSimulators", "Receipts", "WebServer",
                "Cryptography", "CCurl",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .testTarget(name: "RetailTests", dependencies: ["Retail"], swiftSettings: settings),
        .testTarget(name: "SalesTests", dependencies: ["Retail", "Sales"], swiftSettings: settings),
        .testTarget(
            name: "PaymentsTests", dependencies: ["Retail", "Payments"], swiftSettings: settings),
        .testTarget(
            name: "PersistenceTests",
            dependencies: ["Retail", "Sales", "Payments", "Persistence", "PersistenceSQLite"],
            swiftSettings: settings),
        .testTarget(
            name: "PersistenceSQLiteTests",
            dependencies: [
                "Persistence", "PersistenceSQLite", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CryptographyTests", dependencies: ["Cryptography"], swiftSettings: settings),
        .testTarget(name: "BarcodesTests", dependencies: ["Barcodes"], swiftSettings: settings),
        .testTarget(
            name: "ChannelsTests",
            dependencies: [
                "Retail", "Payments", "Channels", "Cryptography",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ChannelSimulatorsTests",
            dependencies: [
                "Retail", "ChannelSimulators", "Cryptography",
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CheckoutTests",
            dependencies: [
                "Retail", "Sales", "Payments", "Persistence", "PersistenceSQLite", "Checkout",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ReceiptsTests", dependencies: ["Retail", "Receipts", "Barcodes"],
            swiftSettings: settings),
        .testTarget(
            name: "WebServerTests",
            dependencies: [
                "Retail", "Sales", "Payments", "Persistence", "PersistenceSQLite", "Checkout",
                "WebServer",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(name: "TidyTests", swiftSettings: settings),
    ]
)
