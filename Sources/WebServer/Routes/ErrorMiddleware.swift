// Every refusal becomes one clear sentence in two languages with a status; nothing that goes wrong
// inside is ever told to the page in its own words, only to the log.

internal import Checkout
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Persistence

struct ErrorMiddleware: RouterMiddleware {
    typealias Context = TillContext

    func handle(
        _ request: Request, context: TillContext,
        next: (Request, TillContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let notice as OperatorNotice {
            return try Reply.json(ErrorView(notice), status: notice.status)
        } catch let error as HTTPError where request.uri.path.hasPrefix("/api/v1/") {
            // No route of the gateway's: in its own words, unsigned, since nothing is said by it.
            let refusal: TerminalRefusal =
                error.status == .notFound ? .notFound : .unreadable(field: "HTTP")
            return Reply.text(
                String(decoding: try GatewayAnswer.encoded(RefusalView(refusal)), as: UTF8.self),
                type: "application/json; charset=utf-8", status: error.status)
        } catch let error as HTTPError {
            let notice: OperatorNotice =
                error.status == .notFound
                ? .notFoundHere(what: String(request.uri.path.prefix(80)))
                : .unreadable(field: "HTTP \(error.status.code)")
            return try Reply.json(ErrorView(notice), status: error.status)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            context.logger.error(
                "a request failed",
                metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return try Reply.json(
                ErrorView(.storageFailed), status: .internalServerError)
        }
    }
}

extension OperatorNotice {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .unreadable: .badRequest
        case .signInNeeded: .unauthorized
        case .signInWrong, .overrideRefused: .forbidden
        case .signInLocked: .tooManyRequests
        case .notFoundHere, .noSale, .unknownGoods, .lineAbsent, .soldAtAnotherStore: .notFound
        case .storageFailed: .internalServerError
        case .codeUnreadable, .codeLooksLikeIdentityCard, .walletNotAccepted, .numberUnreadable,
            .thisIsAPaymentCode, .numberDate, .quantityOutOfRange, .amountOutOfRange,
            .discountTooLarge, .overrideNeedsReason, .remarkEmpty, .caseNeedsReason, .noSellableLot,
            .placeNameUnfit, .placeManagerUnfit,
            .paymentCodeBeforeCheckout, .nothingToReturn, .returnTooMany:
            .unprocessableContent
        default: .conflict
        }
    }
}
