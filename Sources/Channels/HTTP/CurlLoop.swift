// The thread of a transport: takes jobs in, lets libcurl work on all of them at once, and hands
// each its outcome. A job that was taken in always gets exactly one outcome, also when the loop
// stops.

internal import CCurl
internal import Foundation
internal import Synchronization

/// The jobs of one transport and the loop that works on them.
final class CurlLoop: Sendable {
    private struct Inbox {
        var waiting: [HTTPJob] = []
        var inFlight = 0
        var isStopped = false
        /// Downloads whose reader has room again.
        var ready: [HTTPPipe] = []
    }

    private let settings: HTTPSettings
    private let multi: CurlMulti
    private let inbox = Mutex(Inbox())

    init(_ settings: HTTPSettings, _ multi: CurlMulti) {
        self.settings = settings
        self.multi = multi
    }

    func submit(_ job: HTTPJob) {
        let refusal: String? = inbox.withLock { inbox in
            if inbox.isStopped { return "stopping" }
            if inbox.inFlight >= settings.inFlightMax { return "too many requests under way" }
            inbox.inFlight += 1
            inbox.waiting.append(job)
            return nil
        }
        if let refusal {
            job.finish(.neverSent(detail: refusal))
        } else {
            multi.wakeUp()
        }
    }

    /// There is room again for a download that was held up, or nobody reads it any more.
    func goOn(_ pipe: HTTPPipe) {
        inbox.withLock { $0.ready.append(pipe) }
        multi.wakeUp()
    }

    func stop() {
        inbox.withLock { $0.isStopped = true }
        multi.wakeUp()
    }

    /// Runs until `stop`; to be called once, on the loop's own thread.
    func run() {
        var transfers: [UInt: CurlTransfer] = [:]
        while true {
            let (jobs, ready, isStopped) = inbox.withLock { inbox in
                let (jobs, ready) = (inbox.waiting, inbox.ready)
                inbox.waiting = []
                inbox.ready = []
                return (jobs, ready, inbox.isStopped)
            }
            if isStopped {
                for job in jobs { finish(job, .neverSent(detail: "stopping")) }
                giveUp(&transfers, .interrupted, "stopping")
                return
            }
            for job in jobs { start(job, in: &transfers) }
            for pipe in ready {
                transfers.values.first { $0.job.pipe === pipe }?.goOn()
            }
            let isSound = multi.perform()
            while let (name, result) = multi.nextFinished() {
                guard let transfer = transfers.removeValue(forKey: name) else { continue }
                multi.remove(transfer)
                finish(transfer.job, transfer.outcome(result))
            }
            if !isSound || !multi.wait(milliseconds: 10_000) {
                // Out of memory or descriptors: nobody's answer can be trusted to come any more.
                giveUp(&transfers, .connection, "libcurl failed")
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }

    private func start(_ job: HTTPJob, in transfers: inout [UInt: CurlTransfer]) {
        guard let transfer = CurlTransfer(job, settings) else {
            return finish(job, .neverSent(detail: "request not accepted by libcurl"))
        }
        guard multi.add(transfer) else {
            return finish(job, .neverSent(detail: "request not accepted by libcurl"))
        }
        transfers[transfer.name] = transfer
    }

    private func giveUp(
        _ transfers: inout [UInt: CurlTransfer], _ lost: HTTPOutcome.Lost, _ detail: String
    ) {
        for transfer in transfers.values {
            multi.remove(transfer)
            finish(transfer.job, transfer.wasAbandoned(lost, detail))
        }
        transfers = [:]
    }

    private func finish(_ job: HTTPJob, _ outcome: HTTPOutcome) {
        inbox.withLock { $0.inFlight -= 1 }
        job.finish(outcome)
    }
}
