internal import ArgumentParser
struct SellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sell")
}
