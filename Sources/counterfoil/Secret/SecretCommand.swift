// `counterfoil secret`: makes the key that secrets are sealed with, and seals them. A secret comes in
// by the standard input, where no list of processes and no shell's history keeps it, and is never
// shown again.

internal import ArgumentParser
internal import Cryptography
internal import Foundation

struct SecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret",
        abstract: "Seal the secrets of a settings file (设置文件里的密钥加密).",
        subcommands: [SecretKeyCommand.self, SecretSealCommand.self, SecretResealCommand.self])
}

struct SecretKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Write a new key to a file that only its owner can read.")

    @Option(help: "The file; it must not exist yet.")
    var keyFile: String

    func run() throws {
        try SecretCommand.explaining {
            let key = try SealingKeys.newKey()
            let isMade = FileManager.default.fileExists(atPath: keyFile)
            guard !isMade,
                FileManager.default.createFile(
                    atPath: keyFile, contents: Data((key + "\n").utf8),
                    attributes: [.posixPermissions: 0o600])
            else {
                throw StartProblem(
                    "密钥文件 \(keyFile) 已存在或写不了，没有改动",
                    "The key file \(keyFile) exists or cannot be written; nothing was changed")
            }
            print("已写入 / written: \(keyFile)")
        }
    }
}

struct SecretSealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Seal what comes in by the standard input, for one setting.")

    @Argument(help: "The setting, such as channels.alipay.privateKey.")
    var setting: String

    @Option(help: "The file of the key.")
    var keyFile: String

    func run() throws {
        try SecretCommand.explaining {
            let secret = try SecretCommand.input(for: setting)
            print(try SealingKeys(file: keyFile).sealed(secret, for: setting))
        }
    }
}

struct SecretResealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reseal",
        abstract: "Seal a sealed secret anew, with the first key of the file.")

    @Argument(help: "The setting, such as channels.alipay.privateKey.")
    var setting: String

    @Option(help: "The file of the keys: the new one first, the old one below it.")
    var keyFile: String

    func run() throws {
        try SecretCommand.explaining {
            let keys = try SealingKeys(file: keyFile)
            let sealed = try SecretCommand.input(for: setting)
            do throws(CryptographyError) {
                print(try keys.sealed(keys.opened(sealed, for: setting), for: setting))
            } catch {
                throw StartProblem(
                    "\(setting) 解不开（\(error.step)），没有改动",
                    "\(setting) cannot be opened (\(error.step)); nothing was changed")
            }
        }
    }
}

extension SecretCommand {
    /// The standard input as one text, without the line end that a pipe adds.
    fileprivate static func input(for setting: String) throws -> String {
        guard setting.contains("."), setting.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else {
            throw StartProblem(
                "设置名 \(setting) 不对，例如 channels.alipay.privateKey",
                "\(setting) is no setting; one is channels.alipay.privateKey")
        }
        let data = FileHandle.standardInput.readDataToEndOfFile()
        guard let text = String(validating: data, as: UTF8.self) else {
            throw StartProblem("输入不是 UTF-8 文本", "The input is no UTF-8 text")
        }
        let secret = text.trimmingCharacters(in: .newlines)
        guard !secret.isEmpty else {
            throw StartProblem(
                "没有输入，请用管道给出密钥", "Nothing came in; pipe the secret in")
        }
        return secret
    }

    /// One sentence instead of an error's own words.
    fileprivate static func explaining(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let problem as StartProblem {
            FileHandle.standardError.write(Data((problem.sentence + "\n").utf8))
            throw ExitCode(1)
        }
    }
}
