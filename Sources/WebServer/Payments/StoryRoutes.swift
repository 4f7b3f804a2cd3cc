// `/payments`: by any number that can be on a receipt or a phone, to what became of the money.

internal import Checkout
internal import Hummingbird
internal import Retail

struct StoryRoutes {
    let counter: Counter

    func add(to router: RouterGroup<TillContext>) {
        router.get { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let text = request.uri.queryParameters["number"].map(String.init) ?? ""
                // A scanner ends with a line, and people put blanks around what they copy.
                let sought = text.filter { !$0.isWhitespace }
                guard !sought.isEmpty else {
                    _ = try await counter.payments(under: "", by: session)
                    return ReportRoutes.reply(StoryPage(words).search("", found: nil))
                }
                let found = try await counter.payments(under: sought, by: session)
                guard found.count == 1, let number = found.first else {
                    return ReportRoutes.reply(StoryPage(words).search(sought, found: found))
                }
                let address = ReportLinks(isEnglish: words.isEnglish).payment(number)
                return .redirect(to: address, type: .found)
            }
        }
        router.get(":number") { request, context in
            try await ReportRoutes.page(request, context) { words, session in
                let number = context.parameters.get("number") ?? ""
                let story = try await counter.paymentStory(of: number, by: session)
                return ReportRoutes.reply(StoryPage(words).page(story))
            }
        }
    }
}
