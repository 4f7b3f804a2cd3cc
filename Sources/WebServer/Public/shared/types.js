// The shapes of docs/reference/till-api.md, for readers and editors. No code.

/**
 * @typedef {{code: string, zh: string, en: string, moneyMoved: "no"|"yes"|"unknown",
 *   nextZh: string, nextEn: string}} Notice
 *
 * @typedef {{id: string, name: string}} Named
 *
 * @typedef {"cancel"|"askAgain"|"supplementary"|"suspend"|"rescan"|"cash"|"complete"} Act
 *
 * @typedef {"sending"|"awaitingShopper"|"unresolved"|"reversing"|"succeeded"|"declined"
 *   |"reversed"} AttemptState
 *
 * @typedef {object} Attempt
 * @property {string} number
 * @property {string} grouped
 * @property {string} sale
 * @property {number} method
 * @property {string} wallet
 * @property {string} walletName
 * @property {number} amountFen
 * @property {AttemptState} state
 * @property {number} startedAt microseconds
 * @property {number | null} nextAt microseconds
 * @property {"query"|"reverse"|null} nextStep
 * @property {number} asked
 * @property {Act[]} allowed
 * @property {Notice | null} notice
 * @property {{side: number, path: string, until: number} | null} [offer] the code to be scanned
 *
 * @typedef {object} Tender
 * @property {number} no
 * @property {number} method
 * @property {string} name
 * @property {number} amountFen
 * @property {number | null} receivedFen
 * @property {"open"|"paid"|"failed"} state
 * @property {Attempt | null} attempt
 *
 * @typedef {object} Line
 * @property {number} no
 * @property {string} product
 * @property {string} code
 * @property {string} name
 * @property {string} spec
 * @property {string} unit
 * @property {string} maker
 * @property {string} category
 * @property {string | null} lot
 * @property {string | null} expiry
 * @property {boolean} nearExpiry
 * @property {number} quantity
 * @property {number} priceFen
 * @property {number} grossFen
 * @property {number} discountFen
 * @property {number} saleDiscountFen
 * @property {number} amountFen
 * @property {Named | null} salesperson
 *
 * @typedef {object} Sale
 * @property {string} id
 * @property {"open"|"suspended"|"posted"|"voided"} state
 * @property {Line[]} lines
 * @property {Named | null} salesperson
 * @property {{kind: "none"|"amount"|"percent", fen: number, basisPoints: number}} discount
 * @property {number} grossFen
 * @property {number} savedFen
 * @property {number} dueFen
 * @property {number} count
 * @property {Tender[]} tenders
 * @property {number} paidFen
 * @property {number} leftFen
 * @property {number} changeFen
 * @property {boolean} inDoubt
 *
 * @typedef {{id: number, name: string, nameEn: string, kind: "cash"|"aggregated"|"supplementary",
 *   enabled: boolean, reason: Notice | null}} Method
 *
 * @typedef {object} Till
 * @property {Named} store
 * @property {string} register
 * @property {Named} cashier
 * @property {string} businessDate
 * @property {number} now microseconds
 * @property {boolean} training
 * @property {{wallet: string, name: string, nameEn: string, light: "working"|"slow"|"down",
 *   since: number}[]} channels
 * @property {string[]} offering wallets for which a code can be shown
 * @property {Method[]} methods
 * @property {Sale | null} sale
 * @property {Attempt[]} tray
 * @property {number} suspended
 * @property {number} unprinted
 * @property {{sale: string, receiptNumber: string, dueFen: number, changeFen: number,
 *   print: "queued"|"printed"|"none"|"failed"} | null} lastPosted
 * @property {{no: number, cashier: Named, openedAt: number} | null} shift
 * @property {{kind: string, subject: string, words: string, amountFen: number | null,
 *   by: Named | null}[]} handed to whoever is signed in, and not read yet
 * @property {{completeAutomatically: boolean, billName: string, showWallet: boolean,
 *   currencySign: string}} settings
 * @property {Notice | null} say
 */

/**
 * @typedef {"reserved"|"sending"|"unresolved"|"accepted"|"succeeded"|"failed"} RefundState
 *
 * @typedef {object} Refund
 * @property {string} number
 * @property {string} grouped
 * @property {string} wallet
 * @property {string} walletName
 * @property {string} walletNameEn
 * @property {number} amountFen
 * @property {RefundState} state
 * @property {Notice} notice
 *
 * @typedef {object} Return
 * @property {string} id
 * @property {number} no
 * @property {string} number
 * @property {number} at microseconds
 * @property {string} register
 * @property {Named} cashier
 * @property {Named | null} [approver]
 * @property {string} reason
 * @property {number} amountFen
 * @property {number} cashFen
 * @property {number} byFinanceFen
 * @property {{no: number, quantity: number, amountFen: number}[]} lines
 * @property {Refund[]} refunds
 * @property {"queued"|"printed"|"none"|"failed"} print
 *
 * @typedef {object} ReturnableLine
 * @property {number} no
 * @property {string} product
 * @property {string} code
 * @property {string} name
 * @property {string} spec
 * @property {string} unit
 * @property {string} lot
 * @property {number} sold
 * @property {number} returned
 * @property {number} returnable
 * @property {number} amountFen
 *
 * @typedef {object} Returnable
 * @property {{id: string, receiptNumber: string, postedAt: number, register: string,
 *   cashier: Named, dueFen: number}} sale
 * @property {ReturnableLine[]} lines
 * @property {{no: number, method: number, name: string, nameEn: string, wallet?: string,
 *   walletName?: string, walletNameEn?: string, number?: string, amountFen: number,
 *   givenBackFen: number}[]} tenders
 * @property {Return[]} returns oldest first
 *
 * @typedef {object} Way
 * @property {"wallet"|"cash"|"recorded"} kind
 * @property {number} tender whose money it is
 * @property {number} amountFen
 *
 * @typedef {object} Quote
 * @property {number} amountFen
 * @property {{line: number, quantity: number, amountFen: number}[]} lines
 * @property {Way[]} ways
 * @property {number} cashForWalletsFen the part in cash that a wallet had paid
 *
 * @typedef {object} TodaysSale
 * @property {string} sale
 * @property {string} receiptNumber
 * @property {number} at microseconds
 * @property {string} register
 * @property {Named} cashier
 * @property {number} dueFen
 * @property {string} first
 * @property {number} count
 * @property {number} givenBackFen
 */

export {};
