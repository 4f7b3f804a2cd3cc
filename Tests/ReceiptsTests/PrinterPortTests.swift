// The printer's port against real sockets of this machine: one that reads, one that never does, one
// that is not there. Each has a free port of its own.

import Glibc
import Receipts
import Testing

@Suite("Printer port")
struct PrinterPortTests {
    @Test("The bytes arrive whole, and the connection ends")
    func delivers() throws {
        let printer = try Listener()
        let job = try ReceiptPrinter.bytes(sampleReceipt(), on: .mm80)
        try PrinterPort.send(job, host: "127.0.0.1", port: printer.port, timeoutMilliseconds: 2_000)
        #expect(try printer.acceptAndReadAll() == job)
    }

    @Test("A printer that talks unasked does not lose the end of the receipt")
    func talkative() async throws {
        let printer = try Listener()
        // More than the system buffers, so that the printer has spoken before the job is sent.
        let job = [UInt8](repeating: 0x61, count: 16_000_000)
        let received = printer.serveBeside(saying: [0x14, 0, 0, 0x0F])
        try PrinterPort.send(
            job, host: "localhost", port: printer.port, timeoutMilliseconds: 5_000)
        #expect(await received.first { _ in true }?.count == job.count)
    }

    @Test("Nobody listens: refused")
    func refused() throws {
        let port = try Listener().port
        #expect(throws: PrinterPortError.refused) {
            try PrinterPort.send([0x61], host: "127.0.0.1", port: port, timeoutMilliseconds: 2_000)
        }
    }

    @Test("A printer that never reads ends the job, which says how much it took")
    func neverReads() throws {
        let printer = try Listener()
        let job = [UInt8](repeating: 0x61, count: 32_000_000)
        let error = #expect(throws: PrinterPortError.self) {
            try PrinterPort.send(
                job, host: "127.0.0.1", port: printer.port, timeoutMilliseconds: 50)
        }
        guard case .writeTimedOut(let sent) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(sent > 0 && sent < job.count)
    }

    @Test("No answer to the connection: timed out")
    func noAnswer() throws {
        // A full queue of connections: the system drops further ones without a word.
        let printer = try Listener(backlog: 0)
        let fillers = (0..<4).map { _ in printer.beginConnection() }
        defer { for filler in fillers { close(filler) } }
        #expect(throws: PrinterPortError.connectTimedOut) {
            try PrinterPort.send(
                [0x61], host: "127.0.0.1", port: printer.port, timeoutMilliseconds: 50)
        }
    }

    @Test("A printer that hangs up in the middle is an error, not the end of the process")
    func hangsUp() async throws {
        let printer = try Listener()
        let received = printer.serveBeside(hangsUpAfter: 1)
        let error = #expect(throws: PrinterPortError.self) {
            try PrinterPort.send(
                [UInt8](repeating: 0x61, count: 32_000_000), host: "127.0.0.1",
                port: printer.port, timeoutMilliseconds: 5_000)
        }
        guard case .broken(let code, let sent) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(code == ECONNRESET || code == EPIPE)
        #expect(sent > 0)
        #expect(await received.first { _ in true } != nil)
    }

    @Test(
        "Addresses that are none",
        arguments: [
            ("127.0.0.1", 0), ("127.0.0.1", 65_536), ("127.0.0.1", -1), ("999.1.1.1 x", 9_100),
            ("", 70_000),
        ])
    func badAddress(_ host: String, _ port: Int) {
        #expect(throws: PrinterPortError.badAddress) {
            try PrinterPort.send([0x61], host: host, port: port, timeoutMilliseconds: 50)
        }
    }

    @Test("Time-outs out of range are brought into it", arguments: [Int.min, 0, .max])
    func timeouts(_ milliseconds: Int) throws {
        let printer = try Listener()
        // The smallest patience is one millisecond, which a busy machine may miss: both are fine.
        do {
            try PrinterPort.send(
                [0x61], host: "127.0.0.1", port: printer.port, timeoutMilliseconds: milliseconds)
        } catch {
            #expect(error == .connectTimedOut || error == .writeTimedOut(sent: 0))
        }
    }
}
