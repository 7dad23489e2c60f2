/**
 * What a shell loads: it asks `keyferry completion --reply` for what could stand at the cursor, one on a line, with its
 * description behind a tab. A single `:files` hands over to the shell's own completion of files, and so does nothing in PowerShell.
 */
export const SCRIPTS = {
  bash: `# bash completion of keyferry: source <(keyferry completion bash)
_keyferry() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == ":files" ]]; then
      compopt -o default
      return
    fi
    line=\${line%%$'\\t'*}
    COMPREPLY+=("$line")
    [[ $line == *= ]] && compopt -o nospace
  done < <("$1" completion --reply bash -- "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -F _keyferry keyferry
`,
  zsh: `#compdef keyferry
# zsh completion of keyferry: source <(keyferry completion zsh)
_keyferry() {
  local line
  local -a names shown
  while IFS= read -r line; do
    if [[ $line == ":files" ]]; then
      _files
      return
    fi
    names+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  -- }")
  done < <("\${words[1]}" completion --reply zsh -- "\${(@Q)words[1,CURRENT]}" 2>/dev/null)
  if (( \${#names} == 1 )) && [[ $names[1] == *= ]]; then
    compadd -S '' -l -d shown -a names
  else
    compadd -l -d shown -a names
  fi
}
compdef _keyferry keyferry
`,
  fish: `# fish completion of keyferry: keyferry completion fish | source
function __keyferry_reply
  set -l words (commandline -opc) (commandline -ct | string unescape --style=script)
  set -l lines ($words[1] completion --reply fish -- $words 2>/dev/null)
  if test "$lines" = ":files"
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $lines
  end
end
complete -c keyferry -f -a '(__keyferry_reply)'
`,
  /*
   * What it asks and what it reads is base64, in ASCII: Windows PowerShell 5.1 drops an empty argument and the quotes inside of
   * another (https://github.com/PowerShell/PowerShell/issues/14747, mended by $PSNativeCommandArgumentPassing in 7.3), the .ps1 by
   * which npm starts a program loses a `--` (https://github.com/npm/cli/issues/4903), and what a program prints is read in the
   * console's code page ([Console]::OutputEncoding, https://github.com/PowerShell/PowerShell/issues/10789).
   * The block's three parameters: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/register-argumentcompleter.
   * None of CompletionResult's texts may be empty (https://github.com/spf13/cobra/issues/1229). A block that gives nothing hands over
   * to the completion of files (https://github.com/PowerShell/PowerShell/issues/18233). In 5.1 a line on a redirected standard error
   * ends the block where the person's $ErrorActionPreference is Stop (https://github.com/PowerShell/PowerShell/issues/4002).
   */
  powershell: `# PowerShell completion of keyferry: keyferry completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName keyferry -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $ErrorActionPreference = 'SilentlyContinue'
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object {
    if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
  })
  if ($wordToComplete -eq '') { $words += '' }
  $typed = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($words -join [char]0))
  $reply = & $words[0] completion --reply powershell $typed 2>$null
  if (-not $reply) { return }
  [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($reply)) -split '\\n' | Where-Object { $_ } | ForEach-Object {
    $name, $description = $_ -split '\\t', 2
    $text = if ($name -match '^[\\w./:=@%+-]+$') { $name } else { "'" + $name.Replace("'", "''") + "'" }
    if (-not $description) { $description = $name }
    [System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $description)
  }
}
`,
} as const;

export type Shell = keyof typeof SCRIPTS;

export function isShell(name: string): name is Shell {
  return Object.hasOwn(SCRIPTS, name);
}
