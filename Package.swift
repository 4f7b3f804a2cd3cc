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

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(
    name: "Configuration", package: "swift-configuration")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")

func module(
    _ name: String, _ dependencies: Target.Dependency..., resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

// The directions of import are drawn in docs/architecture.md and enforced by TidyTests.
let package = Package(
    name: "Counterfoil",
    products: [
        .executable(name: "counterfoil", targets: ["counterfoil"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
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
        module("Retail"),
        module("Sales", "Retail"),
        module("Payments", "Retail"),
        module("Ledger", "Retail", "Sales"),

        // The port to storage, its adapters to two engines, and a chain to try things with.
        module("Persistence", "Retail", "Sales", "Payments", "Ledger"),
        module("PersistenceSQLite", "Persistence", "CSQLite", grdb, sqlite),
        module("PersistencePostgres", "Persistence", "CPQ"),
        module("DemoChain", "Retail", "Persistence"),

        // C libraries from the system, each behind one module of ours.
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        // The other side of `counterfoil bench storage`.
        .target(name: "CSQLiteLoop", linkerSettings: [.linkedLibrary("sqlite3")]),
        .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .systemLibrary(name: "CXLSXWriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CZint", providers: [.apt(["libzint-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        module("Cryptography", "COpenSSL"),
        module("Barcodes", "CZint"),
        module("Archives", "CZlib"),
        module("Spreadsheets", "Retail", "CXLSXWriter"),

        // Adapters to the payment channels, and the honest copy of them to train and test against.
        module("Channels", "Retail", "Payments", "Cryptography", "Archives", "CCurl"),
        module(
            "ChannelSimulators", "Retail", "Cryptography", "Barcodes", "CZlib", hummingbird,
            httpTypes, logging, nioCore, resources: [.copy("Public")]),

        // The shell: feeds events into the core and performs its effects.
        module("Checkout", "Retail", "Sales", "Payments", "Ledger", "Persistence", logging),
        module("Receipts", "Retail", "Barcodes"),
        module(
            "WebServer", "Retail", "Sales", "Payments", "Ledger", "Persistence", "Checkout",
            "Receipts", "Spreadsheets",
            "Barcodes", "Cryptography", hummingbird, httpTypes, logging, nioCore, serviceLifecycle,
            resources: [.copy("Public")]),

        // The whole house under attack: one thread, virtual time, every chance from a seed.
        module(
            "Simulation", "Retail", "Sales", "Payments", "Persistence", "PersistenceSQLite",
            "Checkout", logging),
        .executableTarget(
            name: "counterfoil",
            dependencies: [
                "Retail", "Sales", "Payments", "Persistence", "PersistenceSQLite",
                "PersistencePostgres", "DemoChain", "Checkout", "Channels", "ChannelSimulators",
                "WebServer", "Cryptography", "Archives", "Simulation", "CSQLiteLoop",
                argumentParser, configuration, logging, nioCore, serviceLifecycle, systemPackage,
                unixSignals,
            ],
            swiftSettings: settings),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        .target(
            name: "PostgresForTests", dependencies: ["Persistence", "PersistencePostgres"],
            path: "Tests/PostgresForTests", swiftSettings: settings),
        .target(
            name: "DatabaseForTests",
            dependencies: [
                "Persistence", "PersistencePostgres", "PersistenceSQLite", "PostgresForTests",
            ],
            path: "Tests/DatabaseForTests", swiftSettings: settings),
        tests("RetailTests", "Retail", "TestSupport"),
        tests("SalesTests", "Retail", "Sales", "TestSupport"),
        tests("PaymentsTests", "Retail", "Payments", "TestSupport"),
        tests("LedgerTests", "Retail", "Sales", "Ledger", "TestSupport"),
        tests(
            "PersistenceTests", "Retail", "Sales", "Payments", "Persistence", "PersistenceSQLite",
            "PostgresForTests", "TestSupport"),
        // Killed again and again by its tests; a process of its own, since it must start quickly.
        .executableTarget(
            name: "StorageWriter",
            dependencies: [
                "Persistence", "PersistencePostgres", "PersistenceSQLite", "PostgresForTests",
                "TestSupport",
            ],
            path: "Tests/StorageWriter", swiftSettings: settings),
        .target(
            name: "StorageModel", dependencies: ["Persistence", "StorageWriter"],
            path: "Tests/StorageModel", swiftSettings: settings),
        tests(
            "PersistenceSQLiteTests", "Persistence", "PersistenceSQLite", "StorageModel",
            "StorageWriter", "TestSupport"),
        tests(
            "PersistencePostgresTests", "Retail", "Persistence", "PersistencePostgres",
            "PersistenceSQLite", "PostgresForTests", "StorageModel", "StorageWriter",
            "TestSupport"),
        tests("CryptographyTests", "Cryptography"),
        tests("BarcodesTests", "Barcodes"),
        tests("ArchivesTests", "Archives"),
        .target(
            name: "WorkbookForTests", dependencies: ["Archives"],
            path: "Tests/WorkbookForTests", swiftSettings: settings),
        tests("SpreadsheetsTests", "Retail", "Spreadsheets", "WorkbookForTests", "TestSupport"),
        tests("ChannelsTests", "Retail", "Payments", "Channels", "Cryptography", "TestSupport"),
        // The clients' statements against the network's.
        tests(
            "StatementTests", "counterfoil", "Retail", "Payments", "Channels",
            "ChannelSimulators", "Cryptography", logging),
        // Both sides of the wire at once, which may not know each other: only here.
        tests(
            "ConformanceTests", "Retail", "Payments", "Channels", "ChannelSimulators", logging,
            "TestSupport"),
        tests(
            "ChannelSimulatorsTests", "Retail", "ChannelSimulators", "Cryptography", logging,
            nioCore, nioPosix, "TestSupport"),
        tests(
            "CheckoutTests", "Retail", "Sales", "Payments", "Ledger", "Persistence",
            "PersistencePostgres",
            "PostgresForTests", "Checkout", "DatabaseForTests", "TestSupport", logging),
        tests("ReceiptsTests", "Retail", "Receipts", "TestSupport"),
        tests(
            "WebServerTests", "Retail", "Cryptography", "Payments", "Persistence", "DemoChain",
            "Checkout", "Spreadsheets", "WebServer", "DatabaseForTests", "TestSupport",
            "WorkbookForTests", hummingbird, httpTypes, logging,
            nioCore, nioEmbedded),
        tests(
            "SimulationTests", "Retail", "Sales", "Payments", "Persistence", "PersistenceSQLite",
            "Checkout", "Channels", "Simulation", "TestSupport"),
        // Several servers on one database: the real binary, and what makes it one of several.
        tests(
            "ServersTests", "counterfoil", "Retail", "Persistence", "PersistencePostgres",
            "Checkout", "DemoChain", "PostgresForTests"),
        tests("TidyTests"),
    ]
)
