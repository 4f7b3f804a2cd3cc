// What is wrong with a channel's settings, said by the name of the setting and never by its value:
// half of them are secrets.

internal import Foundation

/// Why a channel cannot be set up.
package enum SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
    case missing(setting: String)
    case invalid(setting: String, reason: String)

    package var description: String {
        switch self {
        case .missing(let setting): "\(setting) is missing"
        case .invalid(let setting, let reason): "\(setting) \(reason)"
        }
    }
}

/// Checks that both channels make of their settings.
enum SettingsCheck {
    /// An `https` address; plain `http` only to this machine, where the network for training runs.
    static func address(_ text: String, setting: String) throws(SettingsError) -> String {
        guard !text.isEmpty else { throw .missing(setting: setting) }
        guard text.utf8.count <= 512, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            !text.contains(where: { "@?#\\".contains($0) })
        else { throw .invalid(setting: setting, reason: "is not a plain web address") }
        let isSecure = text.hasPrefix("https://") && text.utf8.count > 8
        let isHere = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { start in
            guard text.hasPrefix(start) else { return false }
            let rest = text.dropFirst(start.count)
            return rest.isEmpty || rest.hasPrefix(":") || rest.hasPrefix("/")
        }
        guard isSecure || isHere else {
            throw .invalid(
                setting: setting, reason: "must begin with https:// (http only to this machine)")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// The same where it may be left out.
    static func addressIfAny(_ text: String?, setting: String) throws(SettingsError) -> String? {
        guard let text else { return nil }
        return try address(text, setting: setting)
    }

    /// A web address, or a folder of this machine as `file:///…`, without a slash at its end; nil stays
    /// nil.
    static func folderIfAny(_ text: String?, setting: String) throws(SettingsError) -> String? {
        guard let text else { return nil }
        guard text.hasPrefix("file:///") else { return try address(text, setting: setting) }
        guard text.utf8.count <= 512, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x25 })
        else { throw .invalid(setting: setting, reason: "is not a plain file:/// address") }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    static func name(
        _ text: String, setting: String, lengthMax: Int
    ) throws(SettingsError) -> String {
        guard !text.isEmpty else { throw .missing(setting: setting) }
        guard WireText.identifier(text, lengthMax: lengthMax) != nil else {
            throw .invalid(
                setting: setting, reason: "must be at most \(lengthMax) printable characters")
        }
        return text
    }

    /// A file that this process can read; nil stays nil.
    static func file(_ path: String?, setting: String) throws(SettingsError) {
        guard let path else { return }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw .invalid(setting: setting, reason: "cannot be read")
        }
    }

    static func times(connect: Int, answer: Int) throws(SettingsError) {
        guard (100...60_000).contains(connect) else {
            throw .invalid(
                setting: "connectTimeoutMilliseconds", reason: "must be between 100 and 60000")
        }
        guard (100...60_000).contains(answer) else {
            throw .invalid(
                setting: "answerTimeoutMilliseconds", reason: "must be between 100 and 60000")
        }
    }
}
