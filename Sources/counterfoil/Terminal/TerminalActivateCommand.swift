// `counterfoil terminal activate`: the other side. A till that is to pay through a gateway makes its
// key, shows its code, and prints the settings it then needs.

internal import ArgumentParser
internal import Channels
internal import Cryptography
internal import Foundation

struct TerminalActivateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Make this till a terminal of a gateway, by the code that the gateway printed.")

    @Option(help: "The gateway's address, https://… (http only to this machine).")
    var gateway: String

    @Option(help: "The terminal, T and eight digits.")
    var terminal: String

    @Option(help: "The code.")
    var code: String

    @Option(help: "Where the terminal's private key is written; it must not be there yet.")
    var keyFile: String

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    private struct Asked: Encodable {
        let code, publicKey: String
    }

    private struct Answered: Decodable {
        struct Key: Decodable {
            let publicKey: String
        }

        let gatewayKey: Key
    }

    private struct Refused: Decodable {
        let messageZh, messageEn: String
    }

    func run() async throws {
        do {
            try await activate()
        } catch let problem as StartProblem {
            TerminalPlace.complain(problem)
            throw ExitCode(1)
        }
    }

    private func activate() async throws {
        guard !FileManager.default.fileExists(atPath: keyFile) else {
            throw StartProblem(
                "密钥文件 \(keyFile) 已存在，请换一个", "The key file \(keyFile) exists; choose another")
        }
        let key = try Ed25519PrivateKey.generate()
        // Before it is used: a key that the gateway knows and nobody has is of no use.
        try GatewayKeyFile.write(try key.pem(), to: keyFile)
        let answer: [UInt8]
        do {
            answer = try await ask(key)
        } catch {
            try? FileManager.default.removeItem(atPath: keyFile)
            throw error
        }
        guard
            let read = try? TerminalActivateCommand.decoder.decode(
                Answered.self, from: Data(answer))
        else {
            throw StartProblem(
                "网关的答复看不懂，请检查地址", "The gateway's answer cannot be read; check the address")
        }
        print("# channels.aggregator")
        print("base       \(gateway)")
        print("terminal   \(terminal)")
        print("keyFile    \(keyFile)")
        print("gatewayKey \(read.gatewayKey.publicKey)")
    }

    private func ask(_ key: Ed25519PrivateKey) async throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let body = try encoder.encode(
            Asked(code: code, publicKey: try key.publicKey().base64))
        let request = try AggregatorActivation.request(
            gateway: gateway, terminal: terminal, key: key, body: Array(body),
            at: Storage.wallClock(), nonce: Hex.lower(try SecureRandom.bytes(16)))
        let transport = try HTTPTransport.curl(
            HTTPSettings(connectTimeoutMilliseconds: 5_000, answerTimeoutMilliseconds: 15_000))
        guard let request else {
            throw StartProblem(
                "网关地址应以 https:// 开头", "The gateway's address must begin with https://")
        }
        switch await transport.post(request) {
        case .answered(200, let body, _): return body
        case .answered(_, let body, _):
            guard
                let refused = try? TerminalActivateCommand.decoder.decode(
                    Refused.self, from: Data(body))
            else {
                throw StartProblem(
                    "网关的答复看不懂，请检查地址",
                    "The gateway's answer cannot be read; check the address")
            }
            throw StartProblem(refused.messageZh, refused.messageEn)
        case .neverSent(let detail), .lost(_, let detail):
            throw StartProblem(
                "网关没有答复（\(detail)），请检查地址和网络",
                "The gateway did not answer (\(detail)); check the address and the network")
        }
    }
}
