// Package main puts Vault's core together with its KV engine, AppRole and the file audit device, all unchanged, behind its own HTTP
// interface. It holds everything in memory, and starts sealed and empty: the harness initialises it as an administrator does.
// Vault's own command line would bring every plugin along, and twice as much to compile.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"

	log "github.com/hashicorp/go-hclog"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/audit"
	"github.com/hashicorp/vault/builtin/audit/file"
	"github.com/hashicorp/vault/builtin/credential/approle"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical/inmem"
	"github.com/hashicorp/vault/vault"
)

var (
	engines = map[string]logical.Factory{"kv": kv.Factory}
	logins  = map[string]logical.Factory{"approle": approle.Factory}
)

// registry tells Vault's catalog of plugins which are built in.
type registry struct{}

func (registry) factory(name string, kind consts.PluginType) (logical.Factory, bool) {
	factories := map[consts.PluginType]map[string]logical.Factory{
		consts.PluginTypeSecrets:    engines,
		consts.PluginTypeCredential: logins,
	}
	factory, found := factories[kind][name]
	return factory, found
}

func (r registry) Contains(name string, kind consts.PluginType) bool {
	_, found := r.factory(name, kind)
	return found
}

func (r registry) Get(name string, kind consts.PluginType) (func() (interface{}, error), bool) {
	factory, found := r.factory(name, kind)
	return func() (interface{}, error) { return factory, nil }, found
}

func (registry) Keys(kind consts.PluginType) []string {
	switch kind {
	case consts.PluginTypeSecrets:
		return []string{"kv"}
	case consts.PluginTypeCredential:
		return []string{"approle"}
	default:
		return nil
	}
}

func (r registry) DeprecationStatus(name string, kind consts.PluginType) (consts.DeprecationStatus, bool) {
	return consts.Supported, r.Contains(name, kind)
}

// serve answers on the address until the process ends.
func serve(address string) error {
	logger := log.New(&log.LoggerOptions{Output: os.Stderr, Level: log.Info})
	storage, err := inmem.NewInmem(nil, logger)
	if err != nil {
		return err
	}
	core, err := vault.NewCore(&vault.CoreConfig{
		Physical:           storage,
		LogicalBackends:    engines,
		CredentialBackends: logins,
		AuditBackends:      map[string]audit.Factory{"file": file.Factory},
		BuiltinRegistry:    registry{},
		DisableMlock:       true,
		Logger:             logger,
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	properties := &vault.HandlerProperties{Core: core, ListenerConfig: &configutil.Listener{}}
	return http.Serve(listener, vaulthttp.Handler.Handler(properties))
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "give the address to listen on")
		os.Exit(64)
	}
	if err := serve(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
