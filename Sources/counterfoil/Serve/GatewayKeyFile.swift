// The key that the gateway signs its answers with: a file beside the data, made at the first start.
// Servers that share a database share the file's content, too: a terminal knows one key.

internal import Cryptography
internal import Foundation

enum GatewayKeyFile {
    /// Reads the key, or makes it where there is none yet.
    ///
    /// *Errors*: `StartProblem`.
    static func key(at path: String, mayMake: Bool) throws -> Ed25519PrivateKey {
        if let text = try? String(contentsOfFile: path, encoding: .utf8) {
            do {
                return try Ed25519PrivateKey(pem: text)
            } catch {
                throw StartProblem(
                    "密钥文件 \(path) 不是 Ed25519 私钥", "The key file \(path) is no Ed25519 key")
            }
        }
        guard mayMake, !FileManager.default.fileExists(atPath: path) else {
            throw StartProblem(
                "密钥文件 \(path) 不能读，请检查设置 gateway.keyFile",
                "The key file \(path) cannot be read; check the setting gateway.keyFile")
        }
        do {
            let key = try Ed25519PrivateKey.generate()
            try write(try key.pem(), to: path)
            return key
        } catch {
            throw StartProblem(
                "密钥文件 \(path) 不能写，请检查目录权限",
                "The key file \(path) cannot be written; check the folder's rights")
        }
    }

    /// Readable by its owner alone, from its first byte on.
    static func write(_ text: String, to path: String) throws {
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
    }
}
