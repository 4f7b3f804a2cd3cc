// Function 400449 for its page: what a text leads to, its remarks, and their answers.

internal import Checkout
internal import Hummingbird
internal import Persistence
internal import Retail
internal import Sales

struct RemarkRoutes {
    let counter: Counter

    private struct AnswerJSON: Encodable {
        let text: String
        let at: Int64
        let by: TillView.Person
    }

    private struct RemarkJSON: Encodable {
        let id, store, date, kind, subject: String
        let at: Int64
        let by: TillView.Person
        let text: String
        let answer: AnswerJSON?
    }

    private struct ListJSON: Encodable {
        let remarks: [RemarkJSON]
        let mayAnswer: Bool
    }

    private struct SaleJSON: Encodable {
        struct TenderJSON: Encodable {
            let method: Int64
            let name: String
            let nameEn: String
            let amountFen: Int64
        }

        let receiptNumber: String
        let postedAt: Int64
        let dueFen: Int64
        let cashier: TillView.Person
        let tenders: [TenderJSON]
    }

    private struct PaymentJSON: Encodable {
        let number: String
        let amountFen: Int64
        let state: String
        let receiptNumber: String?
    }

    private struct FoundJSON: Encodable {
        let kind, subject, store, date: String
        let sale: SaleJSON?
        let payment: PaymentJSON?
        let remarkNeeded: Bool
        /// Why no remark is taken, where none is.
        let notice: NoticeView?
        let remarks: [RemarkJSON]
        let mayAnswer: Bool
    }

    private struct RemarkBody: Decodable {
        let receipt: String
        let text: String
    }

    private struct AnswerBody: Decodable {
        let store: String
        let remark: String
        let text: String
    }

    private struct DoneJSON: Encodable {}

    func add(to router: RouterGroup<TillContext>) {
        router.get("remarks") { request, context in
            let session = try context.signedIn()
            let text = String((request.uri.queryParameters["receipt"] ?? "").prefix(64))
            return try Reply.json(try await found(text, session))
        }
        router.post("remarks") { request, context in
            try await counter.answer(request, context) { asked in
                let body = try asked.body(RemarkBody.self)
                return .remark(receipt: body.receipt, words: body.text)
            }
        }
        router.get("remarks/list") { request, context in
            let session = try context.signedIn()
            let list = try await counter.remarks(try RemarkRoutes.filter(request), by: session)
            return try Reply.json(
                ListJSON(remarks: RemarkRoutes.json(list), mayAnswer: list.mayAnswer))
        }
        router.post("remarks/answer") { request, context in
            let session = try context.signedIn()
            let body = try await Asked(request).body(AnswerBody.self)
            guard (1...64).contains(body.remark.utf8.count) else {
                throw OperatorNotice.unreadable(field: "remark")
            }
            try await counter.answerRemark(
                body.remark, of: try Read.store(body.store), words: body.text, by: session)
            return try Reply.json(DoneJSON())
        }
    }

    private static func filter(_ request: Request) throws -> RemarkFilter {
        let query = request.uri.queryParameters
        func text(_ name: Substring) -> String? {
            query[name].map(String.init).flatMap { $0.isEmpty ? nil : $0 }
        }
        func date(_ name: Substring) throws -> BusinessDate? {
            try text(name).map { text in
                guard let date = try? BusinessDate(iso: text) else {
                    throw OperatorNotice.unreadable(field: String(name))
                }
                return date
            }
        }
        var filter = RemarkFilter()
        filter.store = try text("store").map(Read.store)
        (filter.from, filter.to) = (try date("from"), try date("to"))
        filter.subject = text("number").map { String($0.prefix(64)) }
        switch text("state") {
        case nil: break
        case "open": filter.isAnswered = false
        case "answered": filter.isAnswered = true
        default: throw OperatorNotice.unreadable(field: "state")
        }
        return filter
    }

    private static func json(_ list: RemarkList) -> [RemarkJSON] {
        func person(_ id: StaffID) -> TillView.Person {
            TillView.Person(id: id.digits, name: list.names[id] ?? id.digits)
        }
        return list.remarks.map { one in
            RemarkJSON(
                id: one.id, store: one.store.digits, date: one.date.iso, kind: one.kind,
                subject: one.subject, at: one.remark.at.microseconds,
                by: person(one.remark.staff), text: one.remark.words,
                answer: one.answer.map {
                    AnswerJSON(text: $0.words, at: $0.at.microseconds, by: person($0.staff))
                })
        }
    }

    private func found(_ text: String, _ session: Session) async throws -> FoundJSON {
        let (thing, list) = try await counter.remarked(text, by: session)
        var (sale, payment) = (SaleJSON?.none, PaymentJSON?.none)
        switch thing.kind {
        case .day: break
        case .payment(let number, let amount, let state, let receipt):
            payment = PaymentJSON(
                number: number, amountFen: amount.fen, state: state, receiptNumber: receipt)
        case .sale(let stored, let at, let receipt):
            sale = try await json(stored, at, receipt)
        }
        return FoundJSON(
            kind: thing.subjectKind, subject: thing.subjectName, store: thing.store.digits,
            date: thing.date.iso, sale: sale, payment: payment,
            remarkNeeded: thing.refusal == nil, notice: thing.refusal.map { NoticeView($0) },
            remarks: RemarkRoutes.json(list), mayAnswer: list.mayAnswer)
    }

    private func json(
        _ stored: StoredSale, _ at: Timestamp, _ receipt: String
    ) async throws -> SaleJSON {
        let sale = stored.sale
        let (people, methods) = try await counter.driver.database.read { transaction in
            (
                try StaffTable.all(of: sale.store, in: transaction),
                try TenderMethodTable.all(in: transaction)
            )
        }
        return SaleJSON(
            receiptNumber: receipt, postedAt: at.microseconds, dueFen: try sale.totals().due.fen,
            cashier: TillView.Person(
                id: sale.cashier.digits,
                name: people.first { $0.id == sale.cashier }?.name ?? sale.cashier.digits),
            tenders: sale.tenders.filter { $0.state == .paid }.map { tender in
                let method = methods.first { $0.id == tender.method }
                return SaleJSON.TenderJSON(
                    method: tender.method, name: method?.name ?? "",
                    nameEn: method?.englishName ?? "", amountFen: tender.amount.fen)
            })
    }
}
