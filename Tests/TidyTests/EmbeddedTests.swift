// The same core runs in the offline till as WebAssembly, compiled by Embedded Swift: no runtime, no
// Foundation, no existentials. It is compiled here, so that it cannot stop compiling unnoticed.

import Foundation
import Testing

@Suite(.serialized) struct EmbeddedTests {
    /// As in Package.swift, with the target and the mode of the offline till.
    private static let flags = [
        "-target", "wasm32-unknown-none-wasm", "-enable-experimental-feature", "Embedded", "-wmo",
        "-parse-as-library", "-package-name", "counterfoil", "-swift-version", "6",
        "-enable-upcoming-feature", "ExistentialAny",
        "-enable-upcoming-feature", "InternalImportsByDefault",
        "-enable-upcoming-feature", "MemberImportVisibility", "-strict-memory-safety",
        "-warnings-as-errors",
    ]

    @Test("Retail, Sales and Payments compile under Embedded Swift for WebAssembly")
    func theCoreCompiles() throws {
        let root = try #require(Repository.root(), "the repository was not found")
        try inTemporaryFolder { folder in
            for module in Repository.core {
                let sources = root.appending(path: "Sources/\(module)")
                let files = try FileManager.default.contentsOfDirectory(
                    at: sources, includingPropertiesForKeys: nil
                ).filter { $0.pathExtension == "swift" }
                #expect(!files.isEmpty)
                let words = try compile(module, files, in: folder)
                #expect(words == nil, "\(module) does not compile:\n\(words ?? "")")
            }
        }
    }

    @Test("a module that needs a runtime does not compile there, so the test can fail")
    func whatIsNotEmbeddedFails() throws {
        try inTemporaryFolder { folder in
            let file = folder.appending(path: "Bad.swift")
            let source = "package protocol P {}\npackage func f(_ p: Any) -> Bool { p is any P }\n"
            try Data(source.utf8).write(to: file)
            #expect(try compile("Bad", [file], in: folder) != nil)
        }
    }

    /// Compiles to an object file, and returns the compiler's words when it fails.
    private func compile(_ module: String, _ files: [URL], in folder: URL) throws -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.currentDirectoryURL = folder
        process.arguments =
            ["swiftc"] + Self.flags + [
                "-I", ".", "-module-name", module, "-emit-module", "-emit-module-path",
                "\(module).swiftmodule", "-o", "\(module).o", "-c",
            ] + files.map { $0.path(percentEncoded: false) }.sorted()
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let words = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? nil : String(decoding: words, as: UTF8.self)
    }

    private func inTemporaryFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "counterfoil-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }
}
