// The shift of a register as JSON. What should be in the drawer stands in counts that were handed in,
// and nowhere else: the count is blind.

internal import Checkout
internal import Persistence
internal import Retail
internal import Sales

struct ShiftJSON: Encodable {
    struct Open: Encodable {
        let no: Int64
        let cashier: TillView.Person
        let openedAt: Int64
        let floatFen: Int64
        let carriedFen: Int64
        let counts: [Count]
    }

    struct Count: Encodable {
        let no: Int64
        let by: TillView.Person
        let at: Int64
        /// Pieces by the note's or coin's worth in fen.
        let pieces: [String: Int64]
        let countedFen: Int64
        let expectedFen: Int64
        let differenceFen: Int64
    }

    struct Ended: Encodable {
        let no: Int64
        let by: TillView.Person?
        let to: TillView.Person?
        let leftFen: Int64?
        let hasSlip: Bool
    }

    let store: TillView.Person
    let register: String
    let cashier: TillView.Person
    let now: Int64
    let denominations: [Int64]
    let shift: Open?
    let mayCorrectFloat: Bool
    let mayCount: Bool
    let isCounted: Bool
    let needsManager: Bool
    let openThings: [HandedJSON]
    let given: [HandedJSON]
    let people: [TillView.Person]
    let before: Ended?

    init(_ state: ShiftState) throws {
        func person(_ id: StaffID) -> TillView.Person {
            TillView.Person(id: id.digits, name: state.names[id] ?? id.digits)
        }
        store = TillView.Person(id: state.store.id.digits, name: state.store.name)
        register = state.session.register.digits
        cashier = person(state.session.staff.id)
        now = state.now.microseconds
        denominations = Denomination.allCases.map(\.rawValue)
        shift = try state.shift.map { shift in
            Open(
                no: shift.id.no, cashier: person(shift.cashier),
                openedAt: shift.openedAt.microseconds, floatFen: shift.float.fen,
                carriedFen: shift.carried.fen,
                counts: try shift.counts.map { count in
                    Count(
                        no: count.no, by: person(count.by), at: count.at.microseconds,
                        pieces: Dictionary(
                            uniqueKeysWithValues: count.count.lines.map {
                                ("\($0.denomination.rawValue)", $0.pieces)
                            }),
                        countedFen: count.count.total.fen, expectedFen: count.expected.fen,
                        differenceFen: try count.difference.fen)
                })
        }
        mayCorrectFloat = state.mayCorrectFloat
        mayCount = state.mayCount
        isCounted = state.isCounted
        needsManager = state.needsManager
        openThings = state.openThings.map { HandedJSON($0, by: nil) }
        given = state.given.map { HandedJSON($0.item, by: person($0.by)) }
        people = state.people.map { person($0.id) }
        before = state.before.map { shift in
            guard case .closed(let close) = shift.state else {
                return Ended(no: shift.id.no, by: nil, to: nil, leftFen: nil, hasSlip: false)
            }
            return Ended(
                no: shift.id.no, by: person(close.by), to: person(close.to),
                leftFen: close.left.fen, hasSlip: true)
        }
    }
}

/// Something open that is, or was, handed over.
struct HandedJSON: Encodable {
    let kind: String
    let subject: String
    let words: String
    let amountFen: Int64?
    let by: TillView.Person?

    init(_ item: HandedOver, by giver: TillView.Person?) {
        kind = item.kind.rawValue
        subject = item.subject
        words = item.words
        amountFen = item.amount?.fen
        by = giver
    }
}
