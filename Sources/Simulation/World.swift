// One world: some stores, their tills and customers, a few server processes on one database, four
// wallets. Everything in it happens on one thread, in virtual time, by chance from one seed.

internal import Checkout
internal import Payments
internal import PersistenceSQLite
internal import Retail

/// Touched by the simulation's one thread alone, hence `@unchecked`.
final class World: @unchecked Sendable {
    let plan: WorldPlan
    let time: VirtualTime
    let thread: OneThread
    let isRecording: Bool
    private(set) var counts = FaultCounts()
    private(set) var crashes = 0
    private var dead: Set<String> = []
    private(set) var trace: [(line: StoryLine, number: String?, customer: Int?)] = []
    /// A fold of everything that happened: two runs of one seed must agree.
    private(set) var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    private let memory: SQLiteMemory
    private(set) lazy var database = PlayedDatabase(memory, world: self)
    private(set) lazy var auditor = Auditor(self)
    private(set) lazy var notifications = Notifications(world: self)
    private(set) lazy var wallets: [PlayedWallet] = Wallet.played.map { wallet in
        PlayedWallet(
            wallet, plan.manners(of: wallet), account: plan.settings.merchantAccounts[wallet],
            world: self)
    }
    private(set) lazy var servers: [Server] = (0..<plan.servers).map { Server($0, world: self) }
    let town: Town

    /// What is shown on phones, by the digits of the code.
    private(set) var scans: [String: Scan] = [:]
    private var scanOfNumber: [String: Scan] = [:]
    private var callsOfNumber: [String: Int] = [:]
    private(set) var outages: [Wallet: [Outage]] = [:]
    var spareTills = 0
    private(set) var databaseClockError = Pause.zero
    var lastQuietLook = Timestamp(microseconds: 0)
    /// From then on nothing new goes wrong.
    private(set) var isSettling = false
    private(set) lazy var statements = StatementFiles(world: self)

    struct Outage {
        let from: Timestamp
        let until: Timestamp
    }

    init(_ plan: WorldPlan, recording: Bool) throws {
        self.plan = plan
        isRecording = recording
        time = VirtualTime(startingAt: plan.startsAt)
        thread = OneThread(chance: Chance(seed: plan.seed, 5))
        town = try Town(plan)
        memory = try SQLiteMemory()
        for wallet in Wallet.played { outages[wallet] = planOutages(of: wallet) }
    }

    /// A new day: its outages, and what the machines of the house take the time to be.
    func begin(day: Int) {
        if !isSettling {
            for wallet in Wallet.played { outages[wallet]? += planOutages(of: wallet, day: day) }
        }
        databaseClockError = servers.first?.clockError() ?? .zero
    }

    func wallet(_ wallet: Wallet) -> PlayedWallet? { wallets.first { $0.wallet == wallet } }

    // MARK: Chance

    /// Whether a fault strikes here; drawn even where it is switched off, so that the stream stays
    /// the same.
    func strikes(_ fault: Fault, _ chance: inout Chance) -> Bool {
        guard chance.happens(perMillion: fault.rate), plan.faults.contains(fault), !isSettling
        else { return false }
        counts.add(fault)
        return true
    }

    func count(_ fault: Fault) {
        counts.add(fault)
    }

    func chance(of number: String, _ stream: Scan.Stream) -> Chance {
        let call = nextCall(of: number)
        if let scan = scanOfNumber[number] { return scan.chance(stream, call) }
        return Chance(seed: plan.seed, 6, World.fold(of: number), stream.rawValue, UInt64(call))
    }

    func chance(ofRefund text: String) -> Chance {
        Chance(seed: plan.seed, 7, World.fold(of: text))
    }

    /// How a line of a statement is bent, whoever asks for it and when.
    func chance(ofLine text: String) -> Chance {
        Chance(seed: plan.seed, 32, World.fold(of: text))
    }

    func chance(ofFetch text: String) -> Chance {
        Chance(seed: plan.seed, 33, World.fold(of: text), UInt64(nextCall(of: text)))
    }

    private static func fold(of text: String) -> UInt64 {
        text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    func nextCall(of number: String) -> Int {
        callsOfNumber[number, default: 0] += 1
        return callsOfNumber[number] ?? 0
    }

    // MARK: Phones

    func show(_ scan: Scan) {
        scans[scan.code] = scan
    }

    func began(_ scan: Scan, as request: PayRequest) {
        scanOfNumber[request.number.digits] = scan
    }

    func customer(of number: String) -> Int? { scanOfNumber[number]?.customer }

    /// What the customer can show: the newest order that was debited and not given back.
    func bill(of customer: Int) -> WalletOrder? {
        var best: WalletOrder?
        for wallet in wallets {
            for number in wallet.numbers(of: customer) {
                guard let order = wallet.orders[number], order.kept > 0 else { continue }
                if (best?.debitedAt ?? .init(microseconds: 0)) <= (order.debitedAt ?? time.now) {
                    best = order
                }
            }
        }
        return best
    }

    /// A validly signed word that is not about this order.
    func foreign(_ proof: PaidProof, _ chance: inout Chance) -> PaidProof {
        let isOtherNumber = chance.happens(perMillion: 500_000)
        return PaidProof(
            merchantOrderNumber: isOtherNumber
                ? "20260101000000990199" + "1234567" + "0" : proof.merchantOrderNumber,
            channelTradeNumber: proof.channelTradeNumber, amount: proof.amount,
            currency: proof.currency,
            merchantAccount: isOtherNumber ? proof.merchantAccount : "1111111111",
            paidAt: proof.paidAt)
    }

    // MARK: Outages

    func isOut(_ wallet: Wallet) -> Bool {
        guard let planned = outages[wallet], !planned.isEmpty else { return false }
        let now = time.now
        guard planned.contains(where: { $0.from <= now && now < $0.until }) else { return false }
        counts.add(.outage)
        return true
    }

    private func planOutages(of wallet: Wallet, day: Int = 0) -> [Outage] {
        guard plan.faults.contains(.outage) else { return [] }
        var chance = Chance(seed: plan.seed, 8, wallet.stream + 4 * UInt64(day))
        guard
            let minutes: ClosedRange<Int64> = chance.pick([
                (5, 0...0), (4, 1...8), (1, 55...65),
            ]), minutes.upperBound > 0
        else { return [] }
        let from = plan.opening(of: day).advanced(by: .seconds(chance.number(60...900)))
        return [Outage(from: from, until: from.advanced(by: .minutes(chance.number(minutes))))]
    }

    // MARK: Processes

    func died(_ process: Process, because reason: String) {
        crashes += 1
        dead.insert(process.name)
        note(.server(process.server), nil, about: nil, kind: .crash) { reason }
        fold(7, UInt64(process.server), UInt64(bitPattern: time.now.microseconds))
        servers[process.server].restart()
    }

    /// Whether the process of this name has lived.
    func isDead(_ worker: String) -> Bool { dead.contains(worker) }

    /// What the servers take the time to be, or the slowest of them.
    var houseClock: Timestamp { servers.compactMap(\.process?.now).min() ?? time.now }

    /// The database's machine starts again, and with it all servers.
    func cutThePower() {
        databaseClockError = servers.first?.clockError() ?? .zero
        for server in servers { server.process?.die(because: "the power is cut") }
    }

    /// Nothing new goes wrong from here on.
    func settle() {
        isSettling = true
    }

    // MARK: The record

    func note(
        _ from: Party, _ to: Party?, about number: String?, customer: Int? = nil,
        kind: StoryLine.Kind = .message, _ words: () -> String
    ) {
        guard isRecording else { return }
        let line = StoryLine(at: time.now, from: from, to: to, words: words(), kind: kind)
        trace.append((line, number, customer ?? number.flatMap { self.customer(of: $0) }))
    }

    func fold(_ values: UInt64...) {
        for value in values { hash = (hash ^ value) &* 0x100_0000_01b3 }
    }

    func fold(_ text: String) {
        for unit in text.utf8 { hash = (hash ^ UInt64(unit)) &* 0x100_0000_01b3 }
    }
}

extension Wallet {
    /// The wallets that a world has.
    static let played: [Wallet] = [.weChatPay, .alipay, .bestPay, .unionPay]

    /// Its place among them: what names its streams of chance.
    var stream: UInt64 { UInt64(Wallet.played.firstIndex(of: self) ?? 0) }

    /// The digits before a code's own that make it a code of this wallet.
    func code(_ digits: String) -> String {
        switch self {
        case .weChatPay: "13" + digits
        case .alipay: "28" + digits
        case .bestPay: "51" + digits
        case .unionPay, .digitalYuan: "620" + digits
        }
    }
}

extension Party {
    static func channel(_ wallet: Wallet) -> Party { .channel(wallet.rawValue) }
}
