// Who may import whom. The picture in docs/architecture.md, as a table that a test can read.

enum ImportRules {
    /// What the operating system and the toolchain bring; never in the core.
    static let system: Set<String> = [
        "Foundation", "FoundationEssentials", "Dispatch", "Synchronization", "Glibc",
    ]

    /// Each module, and what it may import besides `system`; a new module needs a row.
    static let allowed: [String: Set<String>] = [
        "Retail": [],
        "Sales": ["Retail"],
        "Payments": ["Retail"],
        "Ledger": ["Retail", "Sales"],
        "Persistence": ["Retail", "Sales", "Payments", "Ledger"],
        "PersistenceSQLite": ["Persistence", "CSQLite", "GRDB", "GRDBSQLite"],
        "PersistencePostgres": ["Persistence", "CPQ"],
        "DemoChain": ["Retail", "Persistence"],
        "Cryptography": ["COpenSSL"],
        "Barcodes": ["CZint"],
        "Archives": ["CZlib"],
        "Spreadsheets": ["Retail", "CXLSXWriter"],
        "Channels": ["Retail", "Payments", "Cryptography", "Archives", "CCurl"],
        "ChannelSimulators": [
            "Retail", "Cryptography", "Barcodes", "CZlib", "Hummingbird", "HTTPTypes", "NIOCore",
            "Logging", "FoundationNetworking",
        ],
        "Checkout": ["Retail", "Sales", "Payments", "Ledger", "Persistence", "Logging"],
        "Receipts": ["Retail", "Barcodes"],
        // It plays the channels itself, so it needs neither the real ones nor their copies.
        "Simulation": [
            "Retail", "Sales", "Payments", "Persistence", "PersistenceSQLite", "Checkout",
            "Logging",
        ],
        "WebServer": [
            "Retail", "Sales", "Payments", "Ledger", "Persistence", "Checkout", "Receipts",
            "Spreadsheets", "Barcodes", "Cryptography", "Hummingbird", "HTTPTypes", "NIOCore",
            "Logging", "ServiceLifecycle",
        ],
        "counterfoil": [
            "Retail", "Sales", "Payments", "Persistence", "PersistenceSQLite",
            "PersistencePostgres", "DemoChain", "Checkout", "Channels", "ChannelSimulators",
            "WebServer", "Cryptography", "Archives", "Simulation", "CSQLiteLoop",
            "ArgumentParser",
            "Configuration", "Logging", "ServiceLifecycle", "UnixSignals", "SystemPackage",
            "NIOCore", "FoundationNetworking",
        ],
        // Module maps and C: they import nothing of ours.
        "COpenSSL": [], "CCurl": [], "CPQ": [], "CSQLite": [], "CSQLiteLoop": [],
        "CXLSXWriter": [], "CZint": [], "CZlib": [],
    ]

    /// Modules that stay behind one door, whatever the table above is changed to.
    static let doors: [String: Set<String>] = [
        "GRDB": ["PersistenceSQLite"],
        "GRDBSQLite": ["PersistenceSQLite"],
        "COpenSSL": ["Cryptography"],
        "CCurl": ["Channels"],
        "CPQ": ["PersistencePostgres"],
        "CSQLite": ["PersistenceSQLite"],
        "CSQLiteLoop": ["counterfoil"],
        "CXLSXWriter": ["Spreadsheets"],
        "CZint": ["Barcodes"],
        // The network packs what the clients unpack, each with code of its own.
        "CZlib": ["Archives", "ChannelSimulators"],
        // Files of old tills come in GBK, too, and not from a channel.
        "Archives": ["Channels", "counterfoil"],
        "Spreadsheets": ["WebServer"],
        "Hummingbird": ["WebServer", "ChannelSimulators"],
        "Channels": ["counterfoil"],
        "ChannelSimulators": ["counterfoil"],
        "Simulation": ["counterfoil"],
    ]

    /// Files of the simulation that may import what knows the real world, and what for.
    ///
    /// Its time, its chance and its waiting come from a seed; a real clock would not.
    static let windows: [String: [String: String]] = [
        "Foundation": ["Sources/Simulation/Simulator.swift": "threads, a world on each"],
        "Synchronization": ["Sources/Simulation/Simulator.swift": "the list of worlds to run"],
        "Logging": ["Sources/Simulation/House/Process.swift": "the product wants a logger"],
        "FoundationEssentials": [:], "Dispatch": [:], "Glibc": [:],
    ]

    static let all: [Rule] = [directions, door, window, levels]

    static let directions = Rule(
        "modules import only what the table allows",
        bad: ("Sources/Sales/Sale.swift", "internal import Payments\n"),
        good: ("Sources/Sales/Sale.swift", "// internal import Payments\npackage import Retail\n")
    ) { file in
        guard file.isSource else { return [] }
        guard let allowed = allowed[file.module] else {
            return [Finding(line: 1, words: "module \(file.module) has no row in the table")]
        }
        let isCore = Repository.core.contains(file.module)
        return imports(file).filter { _, name in
            !allowed.contains(name) && (isCore || !system.contains(name))
        }.map { Finding(line: $0, words: "imports \($1)") }
    }

    static let door = Rule(
        "GRDB, libpq, OpenSSL, curl, zint, libxlsxwriter, the web server and the channels each stay behind one door",
        bad: ("Sources/ChannelSimulators/Sign.swift", "internal import Channels\n"),
        good: ("Sources/Channels/Curl.swift", "internal import CCurl\n")
    ) { file in
        guard file.isSource else { return [] }
        return imports(file).filter { _, name in
            doors[name].map { !$0.contains(file.module) } ?? false
        }.map { Finding(line: $0, words: "imports \($1)") }
    }

    static let window = Rule(
        "the simulation sees the real world through the listed files alone",
        bad: ("Sources/Simulation/World.swift", "internal import Foundation\n"),
        good: ("Sources/Simulation/Simulator.swift", "internal import Foundation\n")
    ) { file in
        guard file.module == "Simulation" else { return [] }
        return imports(file).filter { _, name in
            windows[name].map { !$0.keys.contains(file.path) } ?? false
        }.map { Finding(line: $0, words: "imports \($1)") }
    }

    static let levels = Rule(
        "each import says how far it leaks",
        bad: ("Sources/Sales/Sale.swift", "import Retail\n"),
        good: ("Sources/Sales/Sale.swift", "package import Retail\n")
    ) { file in
        guard file.isSource else { return [] }
        var findings: [Finding] = []
        for (index, line) in file.text.code.enumerated() where line.trimmed.hasPrefix("import ") {
            findings.append(Finding(line: index + 1, words: line.trimmed))
        }
        return findings
    }

    /// The imports of a file: line and module.
    static func imports(_ file: SourceFile) -> [(line: Int, name: String)] {
        var imports: [(Int, String)] = []
        for (index, line) in file.text.code.enumerated() {
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count,
                words[..<place].allSatisfy({
                    ["package", "internal", "private", "fileprivate", "public"].contains($0)
                        || $0.hasPrefix("@")
                })
            else { continue }
            let kinds: Set<Substring> = ["struct", "enum", "class", "func", "protocol", "var"]
            let rest = words[(place + 1)...].drop { kinds.contains($0) }
            guard let path = rest.first, let name = path.split(separator: ".").first else {
                continue
            }
            imports.append((index + 1, String(name)))
        }
        return imports
    }
}
