// A setting that is there but cannot be read stops the start with its name: a time-out, a port or a
// switch that silently takes its default is found out on the worst day. A value may be written as text
// or as JSON's own number or truth value; it means the same.

internal import Configuration

struct SettingReader: Sendable {
    private let reader: ConfigReader
    private let prefix: String

    init(_ reader: ConfigReader, prefix: String = "") {
        self.reader = reader
        self.prefix = prefix
    }

    func scoped(to scope: String) -> SettingReader {
        SettingReader(reader.scoped(to: ConfigKey(scope)), prefix: prefix + scope + ".")
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
