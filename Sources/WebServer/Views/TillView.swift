// The till as JSON (docs/reference/till-api.md). Amounts are integer fen, moments integer microseconds.

internal import Checkout
internal import Payments
internal import Persistence
internal import Retail
internal import Sales

struct TillView: Encodable {
    struct Person: Encodable {
        let id: String
        let name: String
    }

    struct ChannelLight: Encodable {
        let wallet: String
        let name: String
        let nameEn: String
        let light: String
        let since: Int64?
    }

    struct Method: Encodable {
        let id: Int64
        let name: String
        let nameEn: String
        let kind: String
        let enabled: Bool
        let reason: NoticeView?
    }

    struct Posted: Encodable {
        let sale: String
        let receiptNumber: String
        let dueFen: Int64
        let changeFen: Int64
        let postedAt: Int64
        let print: String
    }

    struct ShiftMark: Encodable {
        let no: Int64
        let cashier: Person
        let openedAt: Int64
    }

    struct Settings: Encodable {
        let completeAutomatically: Bool
        let billName: String
        let showWallet: Bool
        let currencySign: String
    }

    let store: Person
    let register: String
    let cashier: Person
    let businessDate: String
    let now: Int64
    let training: Bool
    let channels: [ChannelLight]
    let offering: [String]
    let methods: [Method]
    let sale: SaleJSON?
    let tray: [AttemptJSON]
    let suspended: Int64
    let unprinted: Int64
    let lastPosted: Posted?
    /// The shift whose drawer this is.
    let shift: ShiftMark?
    /// Handed over to whoever is signed in, and not read yet.
    let handed: [HandedJSON]
    let settings: Settings
    var say: NoticeView?

    init(_ state: TillState, say: OperatorNotice? = nil) {
        store = Person(id: state.store.id.digits, name: state.store.name)
        register = state.session.register.digits
        cashier = Person(id: state.session.staff.id.digits, name: state.session.staff.name)
        businessDate = state.businessDate.iso
        now = state.now.microseconds
        training = state.settings.isTraining
        channels = state.channels.map { wallet, light, since in
            ChannelLight(
                wallet: wallet.rawValue, name: wallet.chineseName, nameEn: wallet.englishName,
                light: light.rawValue, since: since?.microseconds)
        }
        offering = state.offering.map(\.rawValue)
        methods = state.methods.map { offer in
            Method(
                id: offer.method.id, name: offer.method.name, nameEn: offer.method.englishName,
                kind: offer.method.kind.rawValue, enabled: offer.refusal == nil,
                reason: offer.refusal.map(NoticeView.init))
        }
        sale = state.sale.map { SaleJSON($0, state) }
        tray = state.tray.map { AttemptJSON($0, method: TenderMethodID.aggregated, state.now) }
        suspended = state.suspended
        unprinted = state.unprinted
        lastPosted = state.lastPosted.map { posted in
            Posted(
                sale: posted.sale.id.text, receiptNumber: posted.receipt,
                dueFen: posted.totals.due.fen, changeFen: posted.totals.change.fen,
                postedAt: posted.postedAt.microseconds, print: TillView.word(for: posted.print))
        }
        func person(_ id: StaffID) -> Person {
            Person(id: id.digits, name: state.names[id] ?? id.digits)
        }
        shift = state.shift.map { shift in
            ShiftMark(
                no: shift.id.no, cashier: person(shift.cashier),
                openedAt: shift.openedAt.microseconds)
        }
        handed = state.handed.map { HandedJSON($0.item, by: person($0.by)) }
        settings = Settings(
            completeAutomatically: state.settings.completesAutomatically,
            billName: state.settings.billName, showWallet: state.settings.showsWallet,
            currencySign: "¥")
        self.say = say.map(NoticeView.init)
    }

    /// `failed` is a queued job that a printer has refused at least once: it is still tried again.
    static func word(for job: PrintJob?) -> String {
        guard let job else { return "none" }
        switch job.state {
        case .queued: return job.tries > 0 ? "failed" : "queued"
        case .printed: return "printed"
        case .none: return "none"
        }
    }
}
