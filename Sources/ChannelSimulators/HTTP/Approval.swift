// The person's answer to "type your password", the same for the control interface and the phone.

internal import Hummingbird

enum Approval {
    /// `{"password":"135790"}` or `{"decline":true}`; answers with the order as it then is.
    static func respond(to body: JSON, key: OrderKey, books: Books) -> Response {
        if body["decline"]?.bool == true {
            guard let order = books.change({ $0.decline(key, at: $1) }) else { return notWaiting }
            return Response(order.description)
        }
        guard let password = body["password"]?.string else {
            return Response(refusing: "malformed", "password, decline", status: .badRequest)
        }
        switch books.change({ $0.approve(key, password: password, at: $1) }) {
        case .paid(let order), .declined(let order): return Response(order.description)
        case .wrongPassword(let left):
            return Response(
                .members([
                    "error": .members([
                        "code": .string("wrongPassword"), "message": .string("wrong password"),
                        "triesLeft": .integer(Int64(left)),
                    ])
                ]), status: .forbidden)
        case .notWaiting: return notWaiting
        }
    }

    private static var notWaiting: Response {
        Response(refusing: "notWaiting", "the order is not waiting", status: .conflict)
    }
}
