// Tells merchants what has happened, and comes again until it is answered that it was taken. Faults of
// the call "notification" are played here: late, twice, never, forged, for another order.

internal import Foundation
internal import Logging
internal import Retail

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// The post of both wallets.
struct Notifier: Sendable {
    let books: Books
    let writer: NoticeWriter
    let faults: Faults
    let logger: Logger

    /// How often it is looked whether something has happened.
    private static let lookEvery = 100
    /// *Source*: 异步通知: again after 15 s, 30 s, 3 min … or 4 min, 10 min …; a trainer does not wait
    /// that long.
    ///
    /// *Unit*: milliseconds.
    private static let again = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000]

    /// Until cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            while await hasPassed(Notifier.lookEvery) {
                let notices = books.notices
                let ready = books.change { ledger, now in
                    ledger.catchUp(at: now)
                    return notices.take(ledger)
                }
                for notice in ready { group.addTask { await tell(notice) } }
            }
        }
    }

    /// False when the process stops meanwhile.
    private func hasPassed(_ milliseconds: Int) async -> Bool {
        do {
            try await Task.sleep(for: .milliseconds(milliseconds))
            return true
        } catch {
            return false
        }
    }

    private func tell(_ notice: Notice) async {
        for pause in [0] + Notifier.again {
            if pause > 0 {
                guard await hasPassed(pause) else { return }
            }
            if await deliver(notice) { return }
        }
        logger.warning("A notification was never taken.", metadata: ["url": "\(notice.url)"])
    }

    /// Whether it need not come again.
    private func deliver(_ notice: Notice) async -> Bool {
        let fault = faults.change { $0.meet(notice.order.wallet, .notification) }
        var twist = NoticeTwist.none
        var copies = 1
        switch fault?.kind {
        case .loseRequest: return true
        case .delayRequest:
            guard await hasPassed(fault?.milliseconds ?? 0) else { return true }
        case .badSignature: twist = .badSignature
        case .wrongAmount: twist = .wrongAmount
        case .otherOrder: twist = .otherOrder
        case .twice: copies = 2
        default: break
        }
        guard let message = writer.message(notice, twist) else { return true }
        var isTaken = false
        for _ in 0..<copies { isTaken = await post(message, notice) }
        return isTaken
    }

    private func post(_ message: NoticeMessage, _ notice: Notice) async -> Bool {
        guard let url = URL(string: notice.url) else { return true }
        var request = URLRequest(url: url, timeoutInterval: 10)
        request.httpMethod = "POST"
        request.httpBody = Data(message.body)
        request.setValue(message.contentType, forHTTPHeaderField: "Content-Type")
        for (name, value) in message.headers { request.setValue(value, forHTTPHeaderField: name) }
        guard let (data, response) = try? await URLSession.shared.data(for: request),
            let status = (response as? HTTPURLResponse)?.statusCode
        else { return false }
        switch notice.wire {
        case .weChatV2:
            return status == 200
                && FlatXML.fields([UInt8](data))?["return_code"] == "SUCCESS"
        case .weChatV3: return status == 200 || status == 204
        case .alipay: return status == 200 && data == Data("success".utf8)
        // Its own number behind this word; for a refund, which has none, another word.
        case .bestPay:
            return status == 200
                && (data.starts(with: Data("UPTRANSEQ_".utf8)) || data == Data("SUCCESS".utf8))
        case .unionPay: return status == 200
        }
    }
}
