// swift-tools-version: 6.2
// The only build that contains planted mistakes: scripts/mutants copies the sources below it, plants
// them, and builds one program. Nothing of it is part of the product.
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "Mutants",
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        module("Retail"),
        module("Sales", "Retail"),
        module("Payments", "Retail"),
        module("Ledger", "Retail", "Sales"),
        module("Persistence", "Retail", "Sales", "Payments", "Ledger"),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        module("PersistenceSQLite", "Retail", "Persistence", "CSQLite", grdb, sqlite),
        module("Checkout", "Retail", "Sales", "Payments", "Ledger", "Persistence", logging),
        module(
            "Simulation", "Retail", "Sales", "Payments", "Persistence", "PersistenceSQLite",
            "Checkout", logging),
        .executableTarget(
            name: "mutants", dependencies: ["Retail", "Simulation"], path: "Sources/Runner",
            swiftSettings: settings),
    ]
)
