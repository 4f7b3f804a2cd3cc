// Two files in a folder: `credentials.json`, made once, and `network.json`, written whole after each
// change. Both are written beside their name first and renamed, so a crash leaves the old or the new
// file and never half of one; both are readable by their owner alone.

internal import Foundation

/// Where a network keeps what must outlive a restart.
struct DataFolder: Sendable {
    let path: String

    private var snapshotPath: String { path + "/network.json" }
    private var credentialsPath: String { path + "/credentials.json" }

    /// *Errors*: `NetworkError.folderNotWritable`.
    init(path: String) throws(NetworkError) {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw .folderNotWritable(path)
        }
        guard write([], to: path + "/.probe") else { throw .folderNotWritable(path) }
        try? FileManager.default.removeItem(atPath: path + "/.probe")
    }

    /// The stored ledger, or `nil` the first time.
    ///
    /// *Errors*: `NetworkError.snapshotUnreadable`.
    func ledger() throws(NetworkError) -> Ledger? {
        guard FileManager.default.fileExists(atPath: snapshotPath) else { return nil }
        guard let data = FileManager.default.contents(atPath: snapshotPath),
            let record = try? JSONDecoder().decode(LedgerRecord.self, from: data),
            let ledger = Ledger(record)
        else { throw .snapshotUnreadable(snapshotPath) }
        return ledger
    }

    func save(_ record: LedgerRecord) throws(NetworkError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let data = try? encoder.encode(record), write([UInt8](data), to: snapshotPath)
        else { throw .folderNotWritable(path) }
    }

    /// The stored credentials, or new ones, stored.
    ///
    /// *Errors*: `NetworkError.credentialsUnreadable`, `.folderNotWritable`, `.noKeys`.
    func credentials() throws(NetworkError) -> Credentials {
        if FileManager.default.fileExists(atPath: credentialsPath) {
            guard let data = FileManager.default.contents(atPath: credentialsPath),
                let json = JSON(reading: [UInt8](data)), let stored = Credentials(json)
            else { throw .credentialsUnreadable(credentialsPath) }
            return stored
        }
        guard let made = try? Credentials.make(), let json = try? made.stored() else {
            throw .noKeys
        }
        guard write(json.bytes, to: credentialsPath) else { throw .folderNotWritable(path) }
        return made
    }

    private func write(_ bytes: [UInt8], to target: String) -> Bool {
        let beside = target + ".new"
        guard
            FileManager.default.createFile(
                atPath: beside, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        else { return false }
        return unsafe rename(beside, target) == 0
    }
}
