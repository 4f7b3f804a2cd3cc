import Payments
import Retail
import TestSupport

// One refund in a bad world: requests late, lost and repeated, answers lost, processes that die at any
// step, clocks that jump, people who ask at any moment. Time is virtual; all chance comes from the
// seed, so a seed that fails fails again.

struct RefundWalk {
    private enum Happening {
        case requestArrives(RefundRequest)
        case queryArrives(askedAt: Timestamp)
        case told(RefundEvent, process: Int)
        case due(alarm: Int)
        case bankActs, channelBreaksItsWord, newProcess
    }

    let seed: UInt64
    private var random: SeededRandom
    private(set) var refund: Refund
    private(set) var channel: RefundChannelModel
    private var queue: [(at: Timestamp, order: Int, what: Happening)] = []
    private var pushed = 0
    private var now = Counter.start
    private var skew = Pause.zero
    private var process = 0
    private var alarm = 0
    private let tells: Bool
    private(set) var steps = 0
    private(set) var cases: [RefundCause] = []
    private(set) var story: [String] = []
    private(set) var complaints: [String] = []
    private(set) var journal: [(event: RefundEvent, at: Timestamp)] = []

    private static let faultsFor = Pause.minutes(15)

    /// `tells` keeps the story, which a walk that fails is run again for.
    init(seed: UInt64, tells: Bool = false) throws {
        self.seed = seed
        self.tells = tells
        random = SeededRandom(seed: seed)
        refund = try RefundCounter.refund()
        channel = RefundChannelModel(number: refund.number, order: refund.order)
        if random.percent() < 20 {
            channel.balanceLowUntil = now.advanced(by: random.pause(10...800))
        }
        schedule(step: refund.step)
        for _ in 0..<3 where random.percent() < 25 {
            push(.newProcess, after: random.pause(0...200))
        }
        for _ in 0..<3 where random.percent() < 25 {
            push(.told(.askRequested, process: -1), after: random.pause(0...300))
        }
        if random.percent() < 10 { push(.channelBreaksItsWord, after: random.pause(1...900)) }
    }

    /// Runs to the end of the story: until nothing is left to happen, or `most` things have.
    mutating func run(most: Int = 2_000) {
        let started = now
        while steps < most, let next = takeNext() {
            now = max(now, next.at)
            if now.since(started) > RefundWalk.faultsFor { channel.hasFaults = false }
            if channel.hasFaults, random.percent() < 3 { jump() }
            happen(next.what)
            if !complaints.isEmpty { return }
        }
        settle()
    }

    private mutating func happen(_ what: Happening) {
        let before = channel.standing
        switch what {
        case .requestArrives(let request):
            let said = channel.requestArrives(request, at: now, &random)
            if tells { note("channel: request arrives, \(channel.standing), answers \(said.name)") }
            answerOrLose(.sendAnswered(said), lost: .sendAnswered(.unresolved(lost)))
        case .queryArrives(let askedAt):
            let said = channel.queryArrives(at: now, &random)
            if tells { note("channel: query arrives, \(channel.standing), answers \(said.name)") }
            answerOrLose(
                .queryAnswered(said, askedAt: askedAt),
                lost: .queryAnswered(.unresolved(lost), askedAt: askedAt))
        case .told(let event, let sender):
            // What a dead process heard is lost with it.
            if sender == process || sender < 0 { feed(event) }
        case .due(let alarm):
            takeDueStep(alarm)
        case .bankActs:
            channel.bankActs(refund.amount, &random)
            if channel.isWorking { push(.bankActs, after: random.pause(1...1_200)) }
        case .channelBreaksItsWord: channel.breaksItsWord(refund.amount)
        case .newProcess:
            // Sometimes the old one is only believed dead, and what it hears still comes in.
            if random.percent() < 70 { process += 1 }
            if tells { note("a new process takes over") }
            feed(.restarted)
        }
        guard channel.standing != before else { return }
        switch channel.standing {
        case .processing where before == .none:
            push(.bankActs, after: random.pause(1...1_200))
        case .processing, .held: return
        case .done: announce()
        case .none, .refused: return
        }
    }

    /// The channel's own news: at once, twice, days late; its statement always has it.
    private mutating func announce() {
        for _ in 0..<2 where random.percent() < 25 {
            push(.told(.notified(channel.proof), process: -1), after: random.pause(0...120))
        }
        push(.told(.statementShows(channel.proof), process: -1), after: random.pause(60...90_000))
    }

    private mutating func feed(_ event: RefundEvent) {
        let before = refund
        let local = now.advanced(by: skew)
        steps += 1
        do {
            let effects = try refund.receive(event, at: local)
            journal.append((event, local))
            if tells {
                let words = refund.words(effects, .sinceStart)
                note("  \(event.name) → \(refund.state.words) · \(words)")
            }
            perform(effects)
        } catch {
            if case .bug = error { complain("bug: \(error)") }
            if before.isOpen { complain("an open refund refuses \(event.name)") }
        }
        check(before)
    }

    private mutating func perform(_ effects: [RefundEffect]) {
        for effect in effects {
            switch effect {
            case .send, .query:
                if channel.hasFaults, random.percent() < 4 {
                    if tells { note("the process dies before it sends") }
                    process += 1
                    push(.newProcess, after: random.pause(0.1...5))
                    return
                }
                call(effect == .send)
            case .wake(let at): schedule(step: at == refund.step?.at ? refund.step : nil)
            case .openCase(let cause): cases.append(cause)
            case .tellTill: continue
            }
        }
    }

    private mutating func call(_ isSend: Bool) {
        let askedAt = now.advanced(by: skew)
        switch channel.hasFaults ? random.percent() : 99 {
        case ..<5:
            let doubt = Doubt(kind: .connectFailed, detail: "refused")
            answer(
                isSend
                    ? .sendAnswered(.neverSent(doubt))
                    : .queryAnswered(.unresolved(doubt), askedAt: askedAt), in: .milliseconds(100))
        case ..<12:
            answer(
                isSend
                    ? .sendAnswered(.unresolved(lost))
                    : .queryAnswered(.unresolved(lost), askedAt: askedAt), in: .seconds(10))
        default:
            push(
                isSend ? .requestArrives(refund.request) : .queryArrives(askedAt: askedAt),
                after: journey())
        }
    }

    private mutating func takeDueStep(_ alarm: Int) {
        guard let step = refund.step else { return }
        guard alarm == self.alarm else {
            // The sweep may have read the row a moment before it changed.
            if channel.hasFaults, random.percent() < 5 { feed(.due) }
            return
        }
        if step.at <= now.advanced(by: skew) { feed(.due) } else { schedule(step: step) }
    }

    private mutating func jump() {
        skew = .seconds(Int64.random(in: -1_800...600, using: &random))
        if tells { note("the clock is \(Times.seconds(skew)) off") }
        schedule(step: refund.step)
    }
}

// MARK: - The queue

extension RefundWalk {
    private var lost: Doubt { Doubt(kind: .timeout, detail: "") }

    /// From the commit to the channel: mostly quick, at worst ten minutes.
    private mutating func journey() -> Pause {
        guard channel.hasFaults else { return .milliseconds(100) }
        switch random.percent() {
        case ..<75: return random.pause(0.05...1)
        case ..<92: return random.pause(1...30)
        default: return random.pause(30...600)
        }
    }

    /// An answer comes back, or its wait is given up, or the database loses it.
    private mutating func answerOrLose(_ event: RefundEvent, lost: RefundEvent) {
        switch channel.hasFaults ? random.percent() : 99 {
        case ..<15: answer(lost, in: random.pause(1...10))
        case ..<18: if tells { note("the answer is never recorded") }
        default: answer(event, in: channel.hasFaults ? random.pause(0.05...40) : .milliseconds(50))
        }
    }

    private mutating func answer(_ event: RefundEvent, in pause: Pause) {
        push(.told(event, process: process), after: pause)
    }

    private mutating func schedule(step: RefundStep?) {
        guard let step else { return }
        let pause = step.at.since(now.advanced(by: skew))
        alarm += 1
        push(.due(alarm: alarm), after: max(pause, .milliseconds(1)))
    }

    private mutating func push(_ what: Happening, after pause: Pause) {
        pushed += 1
        queue.append((now.advanced(by: pause), pushed, what))
    }

    private mutating func takeNext() -> (at: Timestamp, order: Int, what: Happening)? {
        guard
            let index = queue.indices.min(by: {
                (queue[$0].at, queue[$0].order) < (queue[$1].at, queue[$1].order)
            })
        else { return nil }
        return queue.remove(at: index)
    }

    private mutating func note(_ line: String) {
        story.append("\(Times.seconds(now.since(Counter.start)))  \(line)")
    }
}

// MARK: - What must be true

extension RefundWalk {
    private mutating func check(_ before: Refund) {
        if refund.isOpen != (refund.step != nil) { complain("P4 open without a step") }
        if !before.isOpen, refund != before { complain("an end was overwritten") }
        if refund.request != before.request { complain("P2 another request") }
        guard before.isOpen, !refund.isOpen else { return }
        switch refund.state {
        case .succeeded(let proof):
            if channel.givings == 0 { complain("P3 succeeded, and nothing was given back") }
            if proof.amount != channel.given { complain("succeeded with another amount") }
            let isTold = cases.contains { $0.name == "refund-other-amount" }
            if isTold != (proof.amount != refund.amount) { complain("P1 another amount, untold") }
        case .failed:
            if !channel.saidNo { complain("P3 failed, and the channel never said no") }
            if !cases.contains(.failed) { complain("P1 failed in silence") }
        case .reserved, .sending, .unresolved, .accepted:
            complain("open and not open")
        }
    }

    /// Faults are over and nothing is left to happen: the refund must have come to its end.
    private mutating func settle() {
        if channel.requests.count > 1 { complain("P2 the channel was sent two requests") }
        if channel.givings > 1, !channel.saidNo { complain("P2 given back twice") }
        switch refund.state {
        case .succeeded: if channel.givings == 0 { complain("P1 nothing was given back") }
        case .failed:
            let isLate = cases.contains { $0.name == "refund-late-success" }
            if channel.givings > 0, !isLate { complain("P1 given back, and nobody knows") }
        case .reserved, .sending, .unresolved, .accepted:
            complain("P4 never ended: \(refund.state.words)")
        }
    }

    private mutating func complain(_ what: String) {
        complaints.append(what)
    }

    /// The story of a failing seed, for the person who must understand it.
    var report: String {
        "seed \(seed): \(complaints.joined(separator: "; "))\n" + story.joined(separator: "\n")
    }
}
