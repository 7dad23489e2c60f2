import type { Call } from "./calls.ts";
import type { Fault } from "./faults.ts";
import type { Denial } from "./rights.ts";
import type { SecretProperties } from "./state.ts";

/** Who may log in, and with what. The secret parts are random and made anew for each store. */
export interface AzureLogins {
  readonly tenantId: string;
  /** The tenant's other name. */
  readonly domain: string;
  readonly clientId: string;
  readonly objectId: string;
  readonly clientSecret: string;
  /** The application's certificate and its key, as PEM. */
  readonly certificate: string;
  /** The client ID of the machine's identity. */
  readonly identityClientId: string;
  /** `http://127.0.0.1:PORT`: what AZURE_POD_IDENTITY_AUTHORITY_HOST may name. */
  readonly identityHost: string;
  /** What IDENTITY_ENDPOINT and IDENTITY_HEADER hold in an app. */
  readonly identityEndpoint: string;
  readonly identityHeader: string;
  /** A token as a cluster gives it to a pod, by default to the one that is trusted, for 600 seconds. */
  federatedToken(subject?: string, seconds?: number): string;
  /** Enters a device code, as a person does in the browser. */
  approve(userCode: string): void;
}

/** A running store on the loopback interface, and the strings to pull. */
export interface AzureStore {
  /** `https://localhost:PORT` of the vault. */
  readonly vault: string;
  /** `https://localhost:PORT` of the login. */
  readonly authorityHost: string;
  /** The certificate of the CA, as PEM, and a file that holds it as long as the store runs. */
  readonly ca: string;
  readonly caFile: string;
  /** What tokens must be for. */
  readonly resource: string;
  readonly logins: AzureLogins;
  /** Every request so far, in order of arrival. */
  readonly calls: readonly Call[];
  /** The calls to the vault that are not known to read. */
  readonly writes: readonly Call[];
  /** Entries of a page at most; may be changed at any time. At first 25, as at the vendor. */
  readonly paging: { list: number };

  /** Makes a secret, or gives an existing one a new current version; gives the version. */
  put(name: string, value: string, properties?: SecretProperties): string;
  /** Changes the properties of a version, by default the current one. */
  update(name: string, properties: SecretProperties, version?: string): void;
  /** Deletes a secret so that it can be recovered. */
  delete(name: string): void;
  /** Removes a secret for good. */
  remove(name: string): void;

  /** Takes a right away; rights add up to nothing until `allow()`. */
  deny(denial: Denial): void;
  /** Gives all rights back. */
  allow(): void;
  /** Ends all tokens that were issued so far. */
  expireTokens(): void;

  fault(fault: Fault): void;
  clearFaults(): void;
  /** Ends every connection, even one in the middle of an answer, and frees the ports. */
  close(): Promise<void>;
}
