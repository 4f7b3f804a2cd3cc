// A permit carries one request and gives it up once; the rest of its promise is kept by the compiler.

import Payments
import Retail
import Testing

@Suite struct SendPermitTests {
    @Test func givesUpTheRequestItStandsFor() throws {
        let request = ReverseRequest(number: try Counter.number(), amount: Money(fen: 6_510))
        let permit = SendPermit(afterCommitOf: request)
        #expect(permit.spend() == request)
    }

    @Test func walletsHaveStableAndDistinctNames() {
        #expect(
            Wallet.allCases.map(\.rawValue) == [
                "wechat", "alipay", "bestpay", "unionpay", "ecny",
            ])
        #expect(Set(Wallet.allCases.map(\.chineseName)).count == Wallet.allCases.count)
        #expect(Set(Wallet.allCases.map(\.englishName)).count == Wallet.allCases.count)
    }
}
