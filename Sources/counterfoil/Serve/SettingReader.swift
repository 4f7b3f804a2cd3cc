// A setting that is there but cannot be read stops the start with its name: a time-out, a port or a
// switch that silently takes its default is found out on the worst day. A value may be written as text
// or as JSON's own number or truth value; it means the same.

internal import Configuration
internal import Cryptography
internal import Foundation

struct SettingReader: Sendable {
    private let reader: ConfigReader
    private let prefix: String
    /// What sealed secrets are opened with; nil where none is given.
    private let keys: SealingKeys?

    /// Reads the keys of sealed secrets, where there are any.
    ///
    /// *Errors*: `StartProblem`.
    init(_ reader: ConfigReader) throws {
        let plain = SettingReader(reader, prefix: "", keys: nil)
        self = SettingReader(reader, prefix: "", keys: try plain.sealingKeys())
    }

    private init(_ reader: ConfigReader, prefix: String, keys: SealingKeys?) {
        self.reader = reader
        self.prefix = prefix
        self.keys = keys
    }

    func scoped(to scope: String) -> SettingReader {
        SettingReader(
            reader.scoped(to: ConfigKey(scope)), prefix: prefix + scope + ".", keys: keys)
    }

    /// A secret, opened where it lies sealed.
    ///
    /// *Errors*: `StartProblem`, which names the setting and never its value.
    func secret(_ key: String) throws -> String? {
        guard let text = text(key, isSecret: true) else { return nil }
        guard text.hasPrefix(SealingKeys.prefix) else { return text }
        guard let keys else {
            throw StartProblem(
                "设置 \(prefix)\(key) 是加密的，请给出 secrets.keyFile 或 COUNTERFOIL_SECRETS_KEY",
                "The setting \(prefix)\(key) is sealed; give secrets.keyFile or COUNTERFOIL_SECRETS_KEY"
            )
        }
        do throws(CryptographyError) {
            return try keys.opened(text, for: prefix + key)
        } catch {
            throw StartProblem(
                "设置 \(prefix)\(key) 解不开（\(error.step)），请用 counterfoil secret seal 重新加密",
                "The setting \(prefix)\(key) cannot be opened (\(error.step)); seal it again "
                    + "with counterfoil secret seal")
        }
    }

    private func sealingKeys() throws -> SealingKeys? {
        if let file = text("secrets.keyFile") { return try SealingKeys(file: file) }
        guard let text = text("secrets.key", isSecret: true) else { return nil }
        do throws(CryptographyError) {
            return try SealingKeys(text)
        } catch {
            throw StartProblem(
                "COUNTERFOIL_SECRETS_KEY 不是密钥：应为 64 位十六进制",
                "COUNTERFOIL_SECRETS_KEY is no key: 64 hexadecimal digits")
        }
    }

    /// The value as text; nil where the key is nowhere.
    func text(_ key: String, isSecret: Bool = false) -> String? {
        let key = ConfigKey(key)
        return reader.string(forKey: key, isSecret: isSecret)
            ?? reader.int(forKey: key, isSecret: isSecret).map(String.init)
            ?? reader.bool(forKey: key, isSecret: isSecret).map { $0 ? "true" : "false" }
    }

    /// *Errors*: `StartProblem` when it is there and no whole number.
    func number(_ key: String, default usual: Int) throws -> Int {
        if let number = reader.int(forKey: ConfigKey(key)) { return number }
        guard let text = text(key) else { return usual }
        guard let number = Int(text) else {
            throw StartProblem(
                "设置 \(prefix)\(key) 应为整数，不是 \(text)",
                "The setting \(prefix)\(key) must be a whole number, not \(text)")
        }
        return number
    }

    /// *Errors*: `StartProblem` when it is there and neither yes nor no.
    func flag(_ key: String, default usual: Bool) throws -> Bool {
        guard let text = text(key) else { return usual }
        switch text.lowercased() {
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        default:
            throw StartProblem(
                "设置 \(prefix)\(key) 应为 true 或 false，不是 \(text)",
                "The setting \(prefix)\(key) must be true or false, not \(text)")
        }
    }
}

extension SealingKeys {
    /// Reads the keys of a file that only its owner can read.
    ///
    /// *Errors*: `StartProblem`.
    init(file: String) throws {
        guard let data = FileManager.default.contents(atPath: file),
            let attributes = try? FileManager.default.attributesOfItem(atPath: file),
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue
        else {
            throw StartProblem(
                "密钥文件 \(file) 无法读取", "The key file \(file) cannot be read")
        }
        guard mode & 0o077 == 0 else {
            throw StartProblem(
                "密钥文件 \(file) 别人也能读，请先 chmod 600",
                "Others can read the key file \(file); chmod 600 first")
        }
        do {
            try self.init(String(decoding: data, as: UTF8.self))
        } catch {
            throw StartProblem(
                "密钥文件 \(file) 里不是密钥：每行 64 位十六进制",
                "The key file \(file) holds no key: 64 hexadecimal digits a line")
        }
    }
}

extension CryptographyError {
    /// What could not be done, for a sentence.
    var step: String {
        switch self {
        case .unreadableKey, .unreadableCertificate: "key"
        case .failed(let step): step
        }
    }
}
