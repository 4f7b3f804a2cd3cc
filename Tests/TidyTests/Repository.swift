// The files that the rules read: the sources as they stand, found from this file upwards.

import Foundation

/// A file of the repository.
struct SourceFile: Sendable {
    /// From the root, such as `Sources/Retail/Money.swift`.
    let path: String
    let lines: [String]
    let text: SwiftText

    init(path: String, _ source: String) {
        self.path = path
        lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        text = SwiftText(path.hasSuffix(".swift") ? source : "")
    }

    /// `Retail` for `Sources/Retail/Money.swift`; empty outside Sources.
    var module: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : ""
    }

    var isSource: Bool { path.hasPrefix("Sources/") && path.hasSuffix(".swift") }
    var isTest: Bool { path.hasPrefix("Tests/") && path.hasSuffix(".swift") }
    var isSwift: Bool { isSource || isTest || path == "Package.swift" }
    var isCore: Bool { isSource && Repository.core.contains(module) }
}

enum Repository {
    /// The pure modules, in the order in which they build.
    static let core = ["Retail", "Sales", "Payments", "Ledger"]

    /// Folders that are made, fetched or private: not ours to keep tidy.
    private static let skipped: Set<String> = [
        ".git", ".build", ".swiftpm", ".tools", "data", "screenshots", "node_modules",
        "__pycache__",
    ]

    /// Every text file, read once for all rules.
    static let files: [SourceFile] = {
        guard let root = root() else { return [] }
        let base = root.path(percentEncoded: false)
        guard let entries = FileManager.default.enumerator(atPath: base) else { return [] }
        var files: [SourceFile] = []
        for case let path as String in entries {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            if skipped.contains(name) || name.hasPrefix(".build") {
                entries.skipDescendants()
                continue
            }
            guard let data = FileManager.default.contents(atPath: base + "/" + path),
                data.count < 1_000_000, let text = String(data: data, encoding: .utf8),
                !text.utf8.contains(0)
            else { continue }
            files.append(SourceFile(path: path, text))
        }
        return files.sorted { $0.path < $1.path }
    }()

    /// The folder with our Package.swift: from the environment, this file, or the working folder up.
    static func root() -> URL? {
        let environment = ProcessInfo.processInfo.environment
        let starts = [
            environment["COUNTERFOIL_ROOT"],
            URL(filePath: #filePath).resolvingSymlinksInPath().path(percentEncoded: false),
            FileManager.default.currentDirectoryPath,
        ]
        for start in starts.compactMap(\.self) {
            var folder = URL(filePath: start)
            while folder.path(percentEncoded: false).count > 1 {
                if isRoot(folder) { return folder }
                folder = folder.deletingLastPathComponent()
            }
        }
        return nil
    }

    private static func isRoot(_ folder: URL) -> Bool {
        let manifest = folder.appending(path: "Package.swift")
        guard let text = try? String(contentsOf: manifest, encoding: .utf8) else { return false }
        let retail = folder.appending(path: "Sources/Retail").path(percentEncoded: false)
        return text.contains("name: \"Counterfoil\"")
            && FileManager.default.fileExists(atPath: retail)
    }
}
