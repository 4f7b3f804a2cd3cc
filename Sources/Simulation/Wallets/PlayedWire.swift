// The wire between one process and one wallet: what is lost, late, repeated or broken on the way,
// and what the process then believes it heard. The process may die at each of these moments.

internal import Payments
internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class PlayedWire: Channel, @unchecked Sendable {
    let wallet: Wallet
    let pace: ChannelPace
    let refundPace: RefundPace
    private let played: PlayedWallet
    /// Until it dies: then it lets its driver go, and with that this wire.
    private let process: Process
    private unowned let world: World

    init(_ played: PlayedWallet, process: Process) {
        self.wallet = played.wallet
        self.played = played
        self.process = process
        self.world = played.world
        pace = played.manners.pace
        refundPace = world.plan.refundPace(of: played.wallet)
    }

    // MARK: Pay

    func pay(_ permit: consuming SendPermit<PayRequest>) async -> PayAnswer {
        let request = permit.spend()
        let number = request.number.digits
        guard process.survives(.beforeCall), let scan = world.scans[request.code.digits] else {
            return .unresolved(.gone)
        }
        world.auditor.payLeaves(request, to: wallet)
        world.began(scan, as: request)
        process.say(to: wallet, about: number) { "pay \(number), ¥\(request.amount.yuan)" }
        let call = world.nextCall(of: number)
        var chance = scan.chance(.pay, call)
        if world.strikes(.notConnected, &chance) { return .neverSent(.refused) }
        if let silence = await silence(.requestLost, &chance) { return .unresolved(silence) }
        if let delay = delay(&chance) {
            world.time.after(delay) { _ = self.played.arrive(request, from: scan) }
            process.lose(to: wallet, about: number) {
                "…the request is on its way for \(delay.wholeSeconds) s"
            }
            return .unresolved(await timeOut())
        }
        await world.time.sleep(.milliseconds(chance.number(20...250)))
        let answer = played.arrive(request, from: scan)
        if world.strikes(.requestRepeated, &chance) {
            let pause = Pause.milliseconds(chance.number(5...20_000))
            world.time.after(pause) { _ = self.played.arrive(request, from: scan) }
        }
        guard process.survives(.duringCall) else { return .unresolved(.gone) }
        if let doubt = await spoiled(.payAnswerLost, &chance, about: number) {
            return .unresolved(doubt)
        }
        if case .paid(let proof) = answer, world.strikes(.foreignAnswer, &chance) {
            return .paid(world.foreign(proof, &chance))
        }
        await world.time.sleep(.milliseconds(chance.number(20...400)))
        guard process.survives(.afterCall) else { return .unresolved(.gone) }
        process.hear(from: wallet, about: number) { answer.name }
        return answer
    }

    /// How long a request is on its way, when it is late.
    private func delay(_ chance: inout Chance) -> Pause? {
        if world.strikes(.payDelayed, &chance) {
            return .milliseconds(chance.number(3_000...40_000))
        }
        if world.strikes(.payAfterReversal, &chance) {
            return .milliseconds(chance.number(46_000...110_000))
        }
        return nil
    }

    // MARK: Query

    func query(_ question: OrderQuestion) async -> QueryAnswer {
        guard process.survives(.beforeCall) else { return .unresolved(.gone) }
        let number = question.text
        var chance = world.chance(of: number, .query)
        process.say(to: wallet, about: number) { "query \(number)" }
        if let silence = await silence(nil, &chance) { return .unresolved(silence) }
        await world.time.sleep(.milliseconds(chance.number(20...150)))
        let answer = played.look(question)
        if let doubt = await spoiled(.queryAnswerLost, &chance, about: number) {
            return .unresolved(doubt)
        }
        await world.time.sleep(.milliseconds(chance.number(10...150)))
        guard process.survives(.afterCall) else { return .unresolved(.gone) }
        if case .paid(let proof) = answer, world.strikes(.foreignAnswer, &chance) {
            return .paid(world.foreign(proof, &chance))
        }
        process.hear(from: wallet, about: number) { answer.name }
        return answer
    }

    // MARK: Reverse

    func reverse(_ permit: consuming SendPermit<ReverseRequest>) async -> ReverseAnswer {
        let request = permit.spend()
        let number = request.number.digits
        guard process.survives(.beforeCall) else { return .unresolved(.gone) }
        var chance = world.chance(of: number, .reverse)
        process.say(to: wallet, about: number) { "reverse \(number)" }
        if world.strikes(.notConnected, &chance) { return .neverSent(.refused) }
        if let silence = await silence(.requestLost, &chance) { return .unresolved(silence) }
        if world.strikes(.reverseDelayed, &chance) {
            let pause = Pause.milliseconds(chance.number(5_000...90_000))
            world.time.after(pause) { _ = self.played.undo(request.number) }
            return .unresolved(await timeOut())
        }
        await world.time.sleep(.milliseconds(chance.number(20...200)))
        let answer = played.undo(request.number)
        guard process.survives(.duringCall) else { return .unresolved(.gone) }
        if let doubt = await spoiled(.reverseAnswerLost, &chance, about: number) {
            return .unresolved(doubt)
        }
        await world.time.sleep(.milliseconds(chance.number(10...200)))
        guard process.survives(.afterCall) else { return .unresolved(.gone) }
        process.hear(from: wallet, about: number) { answer.name }
        return answer
    }

    // MARK: Refund

    func refund(_ permit: consuming SendPermit<RefundRequest>) async -> RefundAnswer {
        let request = permit.spend()
        let number = request.order.digits
        guard process.survives(.beforeCall) else { return .unresolved(.gone) }
        world.auditor.refundLeaves(request, to: wallet)
        var chance = world.chance(of: number, .refund)
        process.say(to: wallet, about: number) {
            "refund \(request.refund.text), ¥\(request.amount.yuan)"
        }
        if world.strikes(.notConnected, &chance) { return .neverSent(.refused) }
        if let silence = await silence(.requestLost, &chance) { return .unresolved(silence) }
        await world.time.sleep(.milliseconds(chance.number(20...300)))
        if world.strikes(.refundLater, &chance) { return .later(code: "NOTENOUGH") }
        // Whether an account cannot take money back is a matter of the account, not of the call.
        var fixed = world.chance(ofRefund: request.refund.text)
        let fails = world.strikes(.refundFails, &fixed)
        let arrives = Pause.milliseconds(chance.number(500...60_000))
        let answer = played.giveBack(request, fails: fails, arrivesIn: arrives)
        guard process.survives(.duringCall) else { return .unresolved(.gone) }
        if let doubt = await spoiled(.refundAnswerLost, &chance, about: number) {
            return .unresolved(doubt)
        }
        await world.time.sleep(.milliseconds(chance.number(10...300)))
        guard process.survives(.afterCall) else { return .unresolved(.gone) }
        process.hear(from: wallet, about: number) { "refund: \(answer)" }
        return answer
    }

    func queryRefund(_ question: RefundQuestion) async -> RefundQueryAnswer {
        guard process.survives(.beforeCall) else { return .unresolved(.gone) }
        let number = question.order.digits
        var chance = world.chance(of: number, .refund)
        process.say(to: wallet, about: number) { "query refund \(question.refund.text)" }
        if let silence = await silence(nil, &chance) { return .unresolved(silence) }
        await world.time.sleep(.milliseconds(chance.number(20...150)))
        let answer = played.lookForRefund(question)
        if let doubt = await spoiled(.queryAnswerLost, &chance, about: number) {
            return .unresolved(doubt)
        }
        guard process.survives(.afterCall) else { return .unresolved(.gone) }
        process.hear(from: wallet, about: number) { "refund: \(answer)" }
        return answer
    }

    // MARK: What the wire does to any call

    /// The request does not arrive: nobody answers.
    private func silence(_ fault: Fault?, _ chance: inout Chance) async -> Doubt? {
        if world.isOut(wallet) { return await timeOut() }
        if let fault, world.strikes(fault, &chance) { return await timeOut() }
        return nil
    }

    /// The work is done, and the answer cannot be used.
    private func spoiled(
        _ lost: Fault, _ chance: inout Chance, about number: String
    ) async -> Doubt? {
        if world.isOut(wallet) { return await timeOut() }
        let doubt: Doubt?
        if world.strikes(lost, &chance) {
            process.lose(from: wallet, about: number) { "the answer is lost" }
            doubt =
                chance.happens(perMillion: 500_000)
                ? Doubt(kind: .connectionLost, detail: "reset") : await timeOut()
        } else if world.strikes(.systemError, &chance) {
            doubt = Doubt(kind: .listedCode, detail: "SYSTEMERROR")
        } else if world.strikes(.httpError, &chance) {
            doubt = Doubt(kind: .httpStatus, detail: "502")
        } else if world.strikes(.badSignature, &chance) {
            doubt = Doubt(kind: .badSignature, detail: "signature")
        } else if world.strikes(.unlistedCode, &chance) {
            doubt = Doubt(kind: .unlistedCode, detail: "NEVER_HEARD_OF")
        } else {
            return nil
        }
        if let doubt { process.hear(from: wallet, about: number) { "unusable: \(doubt.detail)" } }
        return doubt
    }

    private func timeOut() async -> Doubt {
        // A call ends by itself some seconds before the next step is taken without it.
        await world.time.sleep(Pause(microseconds: pace.answerMax.microseconds - 5_000_000))
        return Doubt(kind: .timeout, detail: "no answer")
    }
}

extension Doubt {
    /// The process is dead: nobody reads this.
    static let gone = Doubt(kind: .interrupted, detail: "process ended")
    fileprivate static let refused = Doubt(kind: .connectFailed, detail: "refused")
}

extension OrderQuestion {
    var text: String {
        switch self {
        case .merchantOrderNumber(let number): number.digits
        case .channelTradeNumber(let digits): digits
        }
    }
}
