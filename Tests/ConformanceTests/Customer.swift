// One payment after another through a client, each with a number, a code and refunds of its own.

import Channels
import Payments
import Retail

/// What one case asks of a client.
struct Purchase: Sendable {
    static let amount = Money(fen: 250)
    static let givenBack = Money(fen: 100)

    let network: Network
    let speaker: Speaker
    let channel: any Channel
    let serial: UInt32
    let number: MerchantOrderNumber
    let refund: RefundNumber

    init(
        _ network: Network, _ speaker: Speaker, _ channel: any Channel, serial: UInt32
    ) throws {
        self.network = network
        self.speaker = speaker
        self.channel = channel
        self.serial = serial
        let (store, register) = (try StoreID("0101"), try RegisterID("02"))
        number = MerchantOrderNumber(
            at: network.world.now, store: store, register: register, serial: serial)
        refund = RefundNumber(
            at: network.world.now, store: store, register: register, serial: serial)
    }

    func truth() async throws -> Truth? {
        try await network.truth(number.digits, speaker.wallet)
    }

    func pay(account: String = "lin") async throws -> PayAnswer {
        let code = try await network.code(account, speaker.wallet)
        let now = network.world.now
        let request = PayRequest(
            number: number, amount: Purchase.amount, code: try PaymentCode(reading: code),
            subject: "药品-聚合支付", store: try StoreID("0101"), register: try RegisterID("02"),
            cashier: try StaffID("1007"), startedAt: now,
            payableUntil: now.advanced(by: channel.pace.payableFor))
        return await channel.pay(SendPermit(afterCommitOf: request))
    }

    func query() async -> QueryAnswer { await channel.query(.merchantOrderNumber(number)) }

    func reverse() async -> ReverseAnswer {
        await channel.reverse(
            SendPermit(
                afterCommitOf: ReverseRequest(number: number, amount: Purchase.amount)))
    }

    /// Asks with the trade number that a query tells.
    func giveBack(_ amount: Money = givenBack, as refund: RefundNumber? = nil) async -> RefundAnswer
    {
        let request = RefundRequest(
            refund: refund ?? self.refund, order: number, tradeNumber: await tradeNumber(),
            paid: Purchase.amount, amount: amount, reason: "退货")
        return await channel.refund(SendPermit(afterCommitOf: request))
    }

    func queryRefund() async -> RefundQueryAnswer {
        await channel.queryRefund(
            RefundQuestion(refund: refund, order: number, tradeNumber: await tradeNumber()))
    }

    private func tradeNumber() async -> String {
        switch await query() {
        case .paid(let proof), .refunded(let proof): proof.channelTradeNumber
        default: "4200001987202611230000000001"
        }
    }

    /// Whether the payment machine would take it for ours.
    func isBelieved(_ proof: PaidProof) -> Bool {
        proof.merchantOrderNumber == number.digits && proof.amount == Purchase.amount
            && proof.currency == "CNY"
    }

    func isBelieved(_ proof: RefundProof) -> Bool {
        proof.merchantOrderNumber == number.digits && proof.refundNumber == refund.text
            && proof.amount == Purchase.givenBack
    }
}
