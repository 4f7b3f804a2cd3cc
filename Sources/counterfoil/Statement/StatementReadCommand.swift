// `counterfoil statement read`: a file as it was downloaded by hand, zip, gzip or neither, GBK or
// UTF-8. What stands in its lines is not repeated: they name customers.

internal import ArgumentParser
internal import Foundation

struct StatementReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Read a statement's file: how much is in it, and what is wrong with it.")

    @Argument(help: "The file as the wallet gives it.")
    var file: String

    @Option(help: "Whose it is: wechat, alipay, bestpay or unionpay.")
    var channel: StatementChannel

    @Flag(help: "Print one line of JSON.")
    var json = false

    private static let pieceSize = 16_384

    func run() async throws {
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw StatementPrinting.cannotRead(file)
        }
        let verdict = try channel.read(file) {
            do {
                return try handle.read(upToCount: StatementReadCommand.pieceSize).map {
                    [UInt8]($0)
                }
            } catch {
                throw StatementPrinting.cannotRead(file)
            }
        }
        try StatementPrinting(verdict, asJSON: json).printAndExit()
    }
}
