// `counterfoil import sales` as a person runs it wrongly; what a file does is tested below the command.

import Foundation
import Testing

@Suite("counterfoil import sales", .serialized)
struct ImportCommandTests {
    @Test("says what is wrong with the person, the file or the number, and changes nothing")
    func refuses() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("counterfoil-import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, empty) = (
            folder.appendingPathComponent("old.csv").path,
            folder.appendingPathComponent("empty.csv").path
        )
        try Data("store,number\n".utf8).write(to: URL(fileURLWithPath: file))
        try Data().write(to: URL(fileURLWithPath: empty))
        for (path, by, words) in [
            (file, "1900", "1900 is nobody of finance"), (file, "19", "19 is no staff number"),
            (file + "-not", "1900", "cannot be read"), (empty, "1900", "is empty"),
        ] {
            let output = try await runCounterfoil(
                ["import", "sales", path, "--by", by, "--data", folder.path])
            #expect(output.status == 2)
            #expect(output.complaint.contains(words), "\(output.complaint)")
        }
    }
}
