// Documents that are printed from the code and kept beside it. A test fails when they disagree; it
// rewrites them when COUNTERFOIL_WRITE_SNAPSHOTS=1 is set, and a person reads the difference.

internal import Foundation

package enum Snapshot {
    /// How a document of the repository differs from what the code prints now; nil when it does not.
    ///
    /// *Errors*: when the repository is not found, or the document cannot be rewritten.
    package static func difference(of text: String, from path: String) throws -> String? {
        guard let root = root() else { throw CocoaError(.fileNoSuchFile) }
        let file = root.appending(path: path)
        if ProcessInfo.processInfo.environment["COUNTERFOIL_WRITE_SNAPSHOTS"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard let difference = firstDifference(kept: kept, printed: text) else { return nil }
        return """
            \(path) no longer says what the code does.
            \(difference)
            Run the tests with COUNTERFOIL_WRITE_SNAPSHOTS=1, then read the difference.
            """
    }

    private static func firstDifference(kept: String, printed: String) -> String? {
        if kept == printed { return nil }
        let before = kept.split(separator: "\n", omittingEmptySubsequences: false)
        let after = printed.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in after.enumerated() where index >= before.count || before[index] != line
        {
            let old = index < before.count ? String(before[index]) : "(nothing)"
            return "line \(index + 1) is\n  \(old)\nand should be\n  \(line)"
        }
        return "it has \(before.count - after.count) lines too many"
    }

    /// The folder with our Package.swift, looked for upwards from this file and the working folder.
    private static func root() -> URL? {
        let environment = ProcessInfo.processInfo.environment
        let starts = [
            environment["COUNTERFOIL_ROOT"],
            URL(filePath: #filePath).resolvingSymlinksInPath().path(percentEncoded: false),
            FileManager.default.currentDirectoryPath,
        ]
        for start in starts.compactMap(\.self) {
            var folder = URL(filePath: start)
            while folder.path(percentEncoded: false).count > 1 {
                let manifest = folder.appending(path: "Package.swift")
                let text = (try? String(contentsOf: manifest, encoding: .utf8)) ?? ""
                if text.contains("name: \"Counterfoil\"") { return folder }
                folder = folder.deletingLastPathComponent()
            }
        }
        return nil
    }
}
