// Several people at the same moment, in real tasks.

import Checkout
import Testing

/// What one of them got.
struct Answer: Sendable {
    var outcome: ActOutcome?
    var notice: OperatorNotice?
}

/// Does it for each at the same moment; answers in the order of `whom`.
func together<Who: Sendable>(
    _ whom: [Who], _ body: @escaping @Sendable (Who) async throws -> ActOutcome
) async -> [Answer] {
    await withTaskGroup(of: (Int, Answer).self) { group in
        for (index, who) in whom.enumerated() {
            group.addTask {
                do {
                    return (index, Answer(outcome: try await body(who)))
                } catch let notice as OperatorNotice {
                    return (index, Answer(notice: notice))
                } catch {
                    Issue.record(error)
                    return (index, Answer())
                }
            }
        }
        var answers = Array(repeating: Answer(), count: whom.count)
        for await (index, answer) in group { answers[index] = answer }
        return answers
    }
}
