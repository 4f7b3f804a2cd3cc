// Delivers receipts to printers: an outbox worker. A printer that is off or out of paper only delays
// its job; each failure is kept with its reason and tried again after a growing pause.

package import Checkout
internal import Dispatch
internal import Logging
internal import Persistence
internal import Receipts
internal import Retail

package struct PrintQueue: Sendable {
    private static let tick = Pause.milliseconds(100)
    private static let pauseMax = Pause.minutes(1)
    private static let timeoutMilliseconds = 3_000
    /// How long a job is a process's own; longer than laying it out, connecting and sending may take.
    private static let lease = Pause.seconds(30)

    private let driver: PaymentDriver
    private let paper: Paper

    package init(driver: PaymentDriver, isWide: Bool) {
        self.driver = driver
        paper = isWide ? .mm80 : .mm58
    }

    /// Delivers until cancelled.
    package func run() async {
        while !Task.isCancelled {
            do {
                for job in try await due() where try await claim(job) { await deliver(job) }
            } catch {
                driver.logger.error(
                    "the print queue could not be read", metadata: ["error": "\(error)"])
            }
            do { try await driver.surroundings.sleep(PrintQueue.tick) } catch { return }
        }
    }

    private func due() async throws -> [PrintJob] {
        let now = driver.surroundings.now()
        return try await driver.database.read { transaction in
            try PrintJobTable.due(at: now, limit: 16, in: transaction)
        }
    }

    /// One of several processes prints a job; where there is one, a crash amid printing prints it again.
    private func claim(_ job: PrintJob) async throws -> Bool {
        let now = driver.surroundings.now()
        let until = now.advanced(by: PrintQueue.lease)
        return try await driver.database.write { transaction in
            try PrintJobTable.claim(job, at: now, until: until, in: transaction)
        }
    }

    private func deliver(_ job: PrintJob) async {
        do {
            if let failure = try await failure(of: job) {
                try await postpone(job, because: failure)
            } else {
                try await driver.database.write { transaction in
                    try PrintJobTable.markPrinted(job, in: transaction)
                }
            }
        } catch {
            driver.logger.error(
                "a receipt could not be printed",
                metadata: ["job": "\(job.id)", "error": "\(error)"])
            // A job that cannot even be laid out waits like one whose printer is off.
            try? await postpone(job, because: "error")
        }
        driver.news.tell(job.store)
    }

    /// Sends a job; answers why it did not come out, or nil.
    private func failure(of job: PrintJob) async throws -> String? {
        let moment = driver.moment()
        let bytes = try await driver.database.read { transaction in
            try layOut(job, moment, in: transaction)
        }
        guard let bytes, let address = driver.settings.printer(job.store, job.register) else {
            return "no printer"
        }
        return await PrintQueue.send(bytes, to: address)
    }

    /// Nil when the rows are not there.
    private func layOut(
        _ job: PrintJob, _ moment: Moment, in transaction: any Transaction
    ) throws -> [UInt8]? {
        switch job.paper {
        case .receipt(let sale):
            try ReceiptFacts.content(
                of: sale, store: job.store, copy: job.copy, moment: moment, in: transaction
            ).map { try ReceiptPrinter.bytes($0, on: paper) }
        case .returnSlip(let sale, let seq):
            try ReturnSlipFacts.content(of: job, sale, seq, moment, in: transaction).map {
                try ReturnSlipPrinter.bytes($0, on: paper)
            }
        case .shiftSlip(let no):
            try ShiftSlipFacts.content(
                of: ShiftID(store: job.store, register: job.register, no: no), copy: job.copy,
                moment, in: transaction
            ).map { try ShiftSlipPrinter.bytes($0, on: paper) }
        }
    }

    private func postpone(_ job: PrintJob, because reason: String) async throws {
        let now = driver.surroundings.now()
        let doubled = Pause(microseconds: 1_000_000 << min(job.tries, 6))
        let next = now.advanced(by: min(doubled, PrintQueue.pauseMax))
        try await driver.database.write { transaction in
            try PrintJobTable.postpone(job, until: next, because: reason, in: transaction)
        }
    }

    /// Sends on a thread that may block; answers why it failed, or nil.
    private static func send(_ bytes: [UInt8], to address: String) async -> String? {
        let parts = address.split(separator: ":")
        guard parts.count == 2, let host = parts.first, let last = parts.last,
            let port = Int(last)
        else { return "bad printer address" }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                do {
                    try PrinterPort.send(
                        bytes, host: String(host), port: port,
                        timeoutMilliseconds: timeoutMilliseconds)
                    continuation.resume(returning: nil)
                } catch {
                    continuation.resume(returning: "\(error)")
                }
            }
        }
    }
}
