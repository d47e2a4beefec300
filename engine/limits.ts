/**
 * Every limit of Yundian, with its unit last in its name. Each may be set by the environment as
 * `LIMIT_` and its name in capitals (`LIMIT_MAILBOX_COMMANDS_MAX=2048`).
 */
export const DEFAULT_LIMITS = {
  // Engine: actors
  shards: 256,
  mailboxCommandsMax: 4_096,
  parkedRepliesMax: 65_536,
  waitingCallersPerActorMax: 1_024,
  waitMs: 2_000,
  commandBytesMax: 65_536,
  messagesPerTurnMax: 1_024,
  outboxMessagesPerActorMax: 8_192,
  dedupeMs: 600_000,
  dedupePerActorMax: 10_000,
  idleMs: 600_000,
  activationBytesMax: 1_073_741_824,
  activationsMax: 2_000_000,
  // Engine: journal
  appendEntriesMax: 256,
  appendBytesMax: 1_048_576,
  appendTimeoutMs: 5_000,
  snapshotTailBytesMin: 393_216,
  backlogBytesMax: 1_073_741_824,
  dueActorsLoadedMax: 100_000,
  loadsInFlightMax: 32,
  clockSlewMsPerS: 50,
  // Database
  databaseConnectionsMax: 6,
  databaseStatementMs: 15_000,
  recountRecordsMax: 200_000,
  // Campaigns
  campaignUnitsMax: 5_000_000,
  cellUnitsMax: 8_192,
  cellGrabsPerSecond: 2_000,
  cellsMax: 1_024,
  waitingListMax: 100_000,
  remindersPerCellMax: 10_000,
  offerSeconds: 120,
  // Catalogue
  productsMax: 2_000,
  articlesMax: 20_000,
  articlesPerUnitMax: 500,
  mediaBytesMax: 2_097_152,
  mediaPerUnitMax: 1_000,
  mediaCacheBytesMax: 33_554_432,
  catalogueStaleMs: 5_000,
  // Staff
  signInTriesMax: 8,
  signInLockMs: 900_000,
  signInsInFlightMax: 8,
  sessionsPerStaffMax: 20,
  revokedSessionsMax: 50_000,
  // Links, posters and customers
  linksKeptMax: 150_000,
  linksPerManagerMax: 500,
  linkFreshMs: 30_000,
  linkQuestionsMax: 256,
  clicksPerAddressPerHour: 120,
  attributionDays: 30,
  creditWaitMs: 300,
  creditQuestionsMax: 256,
  picturesQueuedMax: 32,
  pictureMs: 8_000,
  importBytesMax: 4_194_304,
  importRowsMax: 10_000,
  // Edge
  bodyBytesMax: 16_384,
  requestMs: 10_000,
  loopLagMsMax: 250,
  admittedParkedMax: 32_768,
  grabsPerSecond: 0,
  customerRequestsPerSecond: 20,
  customerBurst: 200,
  addressRequestsPerSecond: 5_000,
  addressBurst: 20_000,
  otpPerPhonePerHour: 10,
  otpPerAddressPerMinute: 600,
  loginsPerAccountPer15Minutes: 20,
  sseSubscribersMax: 20_000,
  sseFramesPerSecondMax: 5,
  // Storefronts
  storefrontPagesBytesMax: 67_108_864,
  storefrontsFollowedMax: 20_000,
  visitsWaitingMax: 20_000,
} as const;

export type Limits = { readonly [Name in keyof typeof DEFAULT_LIMITS]: number };
