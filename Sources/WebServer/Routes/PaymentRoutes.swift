// Methods 41 and 42.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Payments
internal import Retail

struct PaymentRoutes {
    let counter: Counter

    private struct Pay: Decodable {
        let sale: String
        let code: String
        let amountFen: Int64?
        let confirmedNotIdentityCard: Bool?
    }

    private struct Offer: Decodable {
        let sale: String
        let wallet: String
        let amountFen: Int64?
    }

    private struct Supplement: Decodable {
        let sale: String
        let number: String
    }

    private struct Sale: Decodable {
        let sale: String
    }

    func add(to router: RouterGroup<TillContext>) {
        router.post("sale/payments") { request, context in
            try await counter.answer(request, context) { asked in
                let body = try asked.body(Pay.self)
                return .beginPayment(
                    sale: try Read.sale(body.sale), code: body.code,
                    amount: body.amountFen.map { Money(fen: $0) },
                    isNotIdentityCard: body.confirmedNotIdentityCard ?? false)
            }
        }
        router.post("sale/offers") { request, context in
            try await counter.answer(request, context) { asked in
                let body = try asked.body(Offer.self)
                guard let wallet = Wallet(rawValue: body.wallet) else {
                    throw OperatorNotice.unreadable(field: "wallet")
                }
                return .offerCode(
                    sale: try Read.sale(body.sale), wallet,
                    amount: body.amountFen.map { Money(fen: $0) })
            }
        }
        router.post("payments/:number/query") { request, context in
            try await counter.answer(request, context) { asked in
                .askAgain(
                    sale: try Read.sale(asked.body(Sale.self).sale),
                    try Read.number(context.parameters.require("number")))
            }
        }
        router.post("payments/:number/reversal") { request, context in
            try await counter.answer(request, context) { asked in
                .takeBack(
                    sale: try Read.sale(asked.body(Sale.self).sale),
                    try Read.number(context.parameters.require("number")))
            }
        }
        router.post("sale/supplements") { request, context in
            try await counter.answer(request, context) { asked in
                let body = try asked.body(Supplement.self)
                return .supplement(sale: try Read.sale(body.sale), entry: body.number)
            }
        }
    }
}
