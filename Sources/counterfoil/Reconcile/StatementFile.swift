// A statement's file on this machine as a source of statements, beside those that are fetched.

internal import Channels
internal import Foundation
internal import Payments
internal import Synchronization

extension StatementUpload {
    /// So many bytes are read at once.
    private static let readSize = 65_536

    /// Reads the file at a path; UnionPay's next clearing day's beside it is not looked for.
    static func file(_ wallet: Payments.Wallet, at path: String) -> StatementUpload {
        let file = Mutex<FileHandle?>(nil)
        let name = URL(fileURLWithPath: path).lastPathComponent
        let part = StatementPart(name: name) { () async throws(StatementPartError) in
            do {
                return try file.withLock { file in
                    if file == nil {
                        file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
                    }
                    let bytes = try file?.read(upToCount: readSize) ?? Data()
                    return bytes.isEmpty ? nil : [UInt8](bytes)
                }
            } catch {
                throw .unreadable
            }
        }
        return StatementUpload(wallet: wallet, parts: [part])
    }
}
