import Payments
import Retail
import TestSupport

// One attempt in a bad world: requests late, answers lost, processes that die or are believed dead,
// clocks that jump, cashiers and customers who act at any moment. Time is virtual; all chance comes
// from the seed, so a seed that fails fails again.
//
// The windows are honest: a request is on its way for at most a minute, a pay request carries its
// expiry and the channel keeps it, and the machine is told that an order is payable for two minutes.
// While a process has the attempt its clock may jump back by half an hour, but forward by less than
// the margin between the two: more than that no machine that reads a clock could survive. Whoever takes
// over may bring a clock that is wrong by days, either way.

struct Walk {
    private enum Happening {
        case payArrives
        case queryArrives(askedAt: Timestamp)
        case reversalArrives
        case told(AttemptEvent, process: Int)
        case due(alarm: Int)
        case shopperActs, orderExpires, givenBackByHand, newProcess
    }

    let seed: UInt64
    private var random: SeededRandom
    private(set) var attempt: Attempt
    let begunAt: Timestamp
    private(set) var channel: ChannelModel
    private var queue: [(at: Timestamp, order: Int, what: Happening)] = []
    private var pushed = 0
    private var now = Timestamp(microseconds: 1_795_419_725_000_000)
    private var skew = Pause.zero
    /// What the clock was off by when the present process took over.
    private var firstSkew = Pause.zero
    private var process = 0
    private var alarm = 0
    private var isStandingStill = false
    private let tells: Bool
    private(set) var steps = 0
    private(set) var cases: [CaseCause] = []
    private(set) var story: [String] = []
    private(set) var complaints: [String] = []
    private(set) var journal: [(event: AttemptEvent, at: Timestamp)] = []

    private static let faultsFor = Pause.minutes(15)

    /// `tells` keeps the story, which a walk that fails is run again for.
    init(seed: UInt64, tells: Bool = false) throws {
        self.seed = seed
        self.tells = tells
        random = SeededRandom(seed: seed)
        let limits: [Pause] = [.seconds(40), .seconds(40), .minutes(5), .hours(24)]
        let limit = limits[Int(random.next() % 4)]
        let pace = ChannelPace(
            firstQueryAfter: .seconds(5), queryEvery: .seconds(5), queryEveryMax: .seconds(60),
            shopperMax: .seconds(45), reverseNotBefore: .seconds(15), reverseEvery: .seconds(5),
            reverseWithin: limit, payableFor: .seconds(120), escalateAfter: .seconds(300),
            answerMax: .seconds(10))
        let number = try Counter.number()
        begunAt = now
        attempt = Attempt(
            number: number, wallet: .weChatPay, amount: Counter.amount, merchantAccount: "",
            startedAt: now, pace: pace)
        // Some channels stop reversing a little sooner than we believe.
        let early: Pause = random.percent() < 30 ? .seconds(10) : .zero
        channel = ChannelModel(
            number: number, amount: Counter.amount,
            reversibleFor: Pause(microseconds: limit.microseconds - early.microseconds),
            payableUntil: attempt.payableUntil)
        if random.percent() < 40 {
            channel.deafUntil = now.advanced(by: random.pause(20...400))
        }
        begin()
    }

    private mutating func begin() {
        schedule(step: attempt.step)
        switch random.percent() {
        case ..<3:  // The process died before it sent.
            push(.newProcess, after: random.pause(0.1...5))
        case ..<6:  // It stood still, and sent a moment before it died.
            isStandingStill = true
            channel.paysOnTheirWay += 1
            let standstill = random.pause(10...600)
            push(.payArrives, after: standstill.adding(journey()))
            push(.newProcess, after: standstill.adding(random.pause(0...5)))
        case ..<9:
            let doubt = Doubt(kind: .connectFailed, detail: "refused")
            answer(.payAnswered(.neverSent(doubt)), in: .milliseconds(200))
        case ..<15:  // The request is lost on the way.
            answer(.payAnswered(.unresolved(Doubt(kind: .timeout, detail: ""))), in: .seconds(10))
        default:
            channel.paysOnTheirWay += 1
            push(.payArrives, after: journey())
        }
        for _ in 0..<3 where !isStandingStill && random.percent() < 25 {
            push(.newProcess, after: random.pause(0.1...200))
        }
        if random.percent() < 10 { push(.givenBackByHand, after: random.pause(1...100)) }
        for _ in 0..<3 { personActs() }
    }

    private mutating func personActs() {
        let after = random.pause(0.1...300)
        switch random.percent() {
        case ..<20: push(.told(.askRequested, process: -1), after: after)
        case ..<40: push(.told(.reversalRequested(.cashier), process: -1), after: after)
        case ..<55: push(.told(.reversalRequested(.orphan), process: -1), after: after)
        default: return
        }
    }

    /// Runs to the end of the story: until nothing is left to happen, or `most` things have.
    mutating func run(most: Int = 3_000) {
        let started = now
        while steps < most, let next = takeNext() {
            now = max(now, next.at)
            if now.since(started) > Walk.faultsFor { channel.hasFaults = false }
            if channel.hasFaults, random.percent() < 3 { jump() }
            happen(next.what)
            if !complaints.isEmpty { return }
        }
        settle()
    }

    private mutating func happen(_ what: Happening) {
        let held = channel.isHeld
        switch what {
        case .payArrives:
            let said = channel.payArrives(at: now, &random)
            if tells { note("channel: pay arrives, \(channel.order), answers \(said.name)") }
            answerOrLose(.payAnswered(said), lost: .payAnswered(.unresolved(lost)))
            if channel.order == .waiting {
                push(.shopperActs, after: random.pause(1...90))
                push(.orderExpires, after: .seconds(100))
            }
        case .queryArrives(let askedAt):
            let said = channel.queryArrives(at: now, &random)
            if tells { note("channel: query arrives, \(channel.order), answers \(said.name)") }
            answerOrLose(
                .queryAnswered(said, askedAt: askedAt),
                lost: .queryAnswered(.unresolved(lost), askedAt: askedAt))
        case .reversalArrives:
            let said = channel.reversalArrives(at: now, &random)
            if tells { note("channel: reversal arrives, \(channel.order), answers \(said.name)") }
            answerOrLose(.reverseAnswered(said), lost: .reverseAnswered(.unresolved(lost)))
        case .told(let event, let sender):
            // What a dead process heard is lost with it.
            if sender == process || (sender < 0 && !isStandingStill) { feed(event) }
        case .due(let alarm):
            takeDueStep(alarm)
        case .shopperActs: channel.shopperActs(&random)
        case .orderExpires: channel.orderExpires()
        case .givenBackByHand: channel.givenBackByHand()
        case .newProcess: startNewProcess()
        }
        if channel.isHeld, !held { announce() }
    }

    private var lost: Doubt { Doubt(kind: .timeout, detail: "") }

    /// The channel's own news of a payment: at once, twice, days late, on its statement, or never.
    private mutating func announce() {
        for _ in 0..<2 where random.percent() < 25 {
            push(.told(.notified(channel.proof), process: -1), after: random.pause(0...120))
        }
        if random.percent() < 15 {
            push(.told(.notified(channel.proof), process: -1), after: random.pause(1_000...90_000))
        }
        if random.percent() < 50 {
            let later = random.pause(60...1_200)
            push(.told(.statementShows(channel.proof), process: -1), after: later)
        }
    }

    private mutating func feed(_ event: AttemptEvent) {
        let before = attempt
        let local = now.advanced(by: skew)
        steps += 1
        do {
            let effects = try attempt.receive(event, at: local)
            journal.append((event, local))
            if tells {
                let words = attempt.words(effects, .sinceStart)
                note("  \(event.name) → \(attempt.state.words) · \(words)")
            }
            perform(effects)
        } catch {
            if case .bug = error, before.isOpen { complain("bug: \(error)") }
        }
        check(before)
    }

    private mutating func perform(_ effects: [AttemptEffect]) {
        for effect in effects {
            switch effect {
            case .query, .reverse:
                if channel.hasFaults, random.percent() < 3 {
                    if tells { note("the process dies before it sends") }
                    process += 1
                    push(.newProcess, after: random.pause(0.1...5))
                    return
                }
                send(effect == .reverse)
            case .wake(let at): schedule(step: at == attempt.step?.at ? attempt.step : nil)
            case .openCase(let cause): cases.append(cause)
            case .tellTill: continue
            }
        }
    }

    private mutating func send(_ isReversal: Bool) {
        let askedAt = now.advanced(by: skew)
        switch channel.hasFaults ? random.percent() : 99 {
        case ..<4:
            let doubt = Doubt(kind: .connectFailed, detail: "refused")
            answer(
                isReversal
                    ? .reverseAnswered(.neverSent(doubt))
                    : .queryAnswered(.unresolved(doubt), askedAt: askedAt), in: .milliseconds(100))
        case ..<10:
            answer(
                isReversal
                    ? .reverseAnswered(.unresolved(lost))
                    : .queryAnswered(.unresolved(lost), askedAt: askedAt), in: .seconds(10))
        default:
            if isReversal { channel.reversalsOnTheirWay += 1 }
            push(isReversal ? .reversalArrives : .queryArrives(askedAt: askedAt), after: journey())
        }
    }

    private mutating func startNewProcess() {
        // Sometimes the old one is only believed dead, and what it hears still comes in.
        if isStandingStill || random.percent() < 70 { process += 1 }
        isStandingStill = false
        if channel.hasFaults, random.percent() < 15 {
            skew = .seconds(Int64.random(in: -180_000...180_000, using: &random))
        }
        firstSkew = skew
        if tells { note("a new process takes over, its clock is \(Times.seconds(skew)) off") }
        feed(.restarted)
    }

    private mutating func takeDueStep(_ alarm: Int) {
        guard let step = attempt.step, !isStandingStill else { return }
        guard alarm == self.alarm else {
            // The sweep may have read the row a moment before it changed.
            if channel.hasFaults, random.percent() < 5 { feed(.due) }
            return
        }
        if step.at <= now.advanced(by: skew) { feed(.due) } else { schedule(step: step) }
    }

    private mutating func jump() {
        let seconds = random.percent() < 50 ? Int64.random(in: -1_800...0, using: &random) : 0
        let jump = random.percent() < 50 ? .seconds(seconds) : random.pause(0...20)
        skew = firstSkew.adding(jump)
        if tells { note("the clock is \(Times.seconds(skew)) off") }
        schedule(step: attempt.step)
    }
}

// MARK: - The queue

extension Walk {
    /// From the commit to the channel: mostly quick, at worst a minute.
    private mutating func journey() -> Pause {
        guard channel.hasFaults else { return .milliseconds(100) }
        switch random.percent() {
        case ..<70: return random.pause(0.05...1)
        case ..<90: return random.pause(1...20)
        default: return random.pause(20...60)
        }
    }

    /// An answer comes back, or its wait is given up, or the database loses it.
    private mutating func answerOrLose(_ event: AttemptEvent, lost: AttemptEvent) {
        switch channel.hasFaults ? random.percent() : 99 {
        case ..<15: answer(lost, in: random.pause(1...10))
        case ..<18: if tells { note("the answer is never recorded") }
        default: answer(event, in: channel.hasFaults ? random.pause(0.05...12) : .milliseconds(50))
        }
    }

    private mutating func answer(_ event: AttemptEvent, in pause: Pause) {
        push(.told(event, process: process), after: pause)
    }

    private mutating func schedule(step: AttemptStep?) {
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
        story.append("\(Times.seconds(now.since(begunAt)))  \(line)")
    }
}

// MARK: - What must be true

extension Walk {
    private mutating func check(_ before: Attempt) {
        if attempt.isOpen != (attempt.step != nil) { complain("P4 open without a step") }
        if !before.isOpen, attempt != before { complain("an end was overwritten") }
        guard before.isOpen, !attempt.isOpen else { return }
        switch attempt.state {
        case .succeeded(let proof):
            if !channel.isHeld, !channel.isGivenBackOutside { complain("P1 succeeded, money gone") }
            if channel.canStillReverse(at: now) { complain("succeeded, a reversal may still land") }
            if proof.amount != attempt.amount { complain("succeeded with another amount") }
        case .declined, .reversed:
            if channel.isHeld { complain("P3 ended as not paid, and the money is here") }
            if channel.canStillDebit { complain("P3 ended as not paid, and may yet be debited") }
        case .sending, .awaitingShopper, .unresolved, .reversing:
            complain("open and not open")
        }
    }

    /// Faults are over and nothing is left to happen: every fen must be accounted for.
    private mutating func settle() {
        let isHandledByHand = cases.contains {
            $0.name == "wrong-amount" || $0.name == "orphan-paid"
        }
        if attempt.isOpen, !isHandledByHand { complain("P4 never ended: \(attempt.state.words)") }
        if channel.isHeld {
            if case .succeeded = attempt.state { return }
            if !isHandledByHand { complain("P1 money is here and nobody has it") }
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
