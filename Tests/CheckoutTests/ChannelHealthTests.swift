// The lights are judged by the last calls as they went, and by nothing older than a minute.

import Payments
import Retail
import Testing

@testable import Checkout

@Suite struct ChannelHealthTests {
    struct Call: Sendable {
        let isUsable: Bool
        /// When it was asked, in seconds.
        let at: Int64
        /// How long it took, in milliseconds.
        let took: Int64
    }

    struct Story: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let calls: [Call]
        let seenAt: Int64
        let light: ChannelHealth.Light
        let since: Int64?
    }

    private static let ok = Call(isUsable: true, at: 0, took: 300)

    static let stories = [
        Story(testDescription: "no calls", calls: [], seenAt: 0, light: .working, since: nil),
        Story(testDescription: "well", calls: [ok], seenAt: 1, light: .working, since: nil),
        Story(
            testDescription: "answers late", calls: [Call(isUsable: true, at: 0, took: 3_000)],
            seenAt: 4, light: .slow, since: nil),
        Story(
            testDescription: "one failure may be chance",
            calls: [ok, Call(isUsable: false, at: 5, took: 10)], seenAt: 6, light: .slow, since: 5),
        Story(
            testDescription: "two are an outage, since the first",
            calls: [
                ok, Call(isUsable: false, at: 5, took: 10), Call(isUsable: false, at: 9, took: 10),
            ], seenAt: 10, light: .down, since: 5),
        Story(
            testDescription: "an answer ends it",
            calls: [
                Call(isUsable: false, at: 5, took: 10), Call(isUsable: false, at: 9, took: 10),
                Call(isUsable: true, at: 12, took: 100),
            ], seenAt: 13, light: .working, since: nil),
        Story(
            testDescription: "nobody asked for over a minute: nothing is known",
            calls: [
                Call(isUsable: false, at: 5, took: 10), Call(isUsable: false, at: 9, took: 0),
            ], seenAt: 70, light: .working, since: nil),
        Story(
            testDescription: "nobody asked for a minute: still down",
            calls: [
                Call(isUsable: false, at: 5, took: 10), Call(isUsable: false, at: 9, took: 0),
            ], seenAt: 69, light: .down, since: 5),
    ]

    @Test("A wallet's light", arguments: stories)
    func light(_ story: Story) {
        let health = ChannelHealth()
        for call in story.calls {
            let asked = Timestamp(microseconds: call.at * 1_000_000)
            health.note(
                .alipay, call.isUsable, from: asked,
                to: asked.advanced(by: .milliseconds(call.took)))
        }
        let seen = health.light(
            of: .alipay, at: Timestamp(microseconds: story.seenAt * 1_000_000))
        #expect(seen.light == story.light)
        #expect(seen.since?.microseconds == story.since.map { $0 * 1_000_000 })
        #expect(
            health.light(of: .weChatPay, at: Timestamp(microseconds: 0)).light == .working)
    }
}
