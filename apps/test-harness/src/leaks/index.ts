/** The leak scanner is published with the conformance suite; the harness and the tests that use it know it by this name. */
export * from "@keyferry/provider-testkit/leaks";
