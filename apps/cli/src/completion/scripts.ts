/**
 * What a shell loads: it asks `keyferry completion --reply` for what could stand at the cursor, one on a line, with its
 * description behind a tab. A single `:files` hands over to the shell's own completion of files.
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
  powershell: `# PowerShell completion of keyferry: keyferry completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName keyferry -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object {
    if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
  })
  if ($wordToComplete -eq '') { $words += '' }
  & $words[0] completion --reply powershell '--' @words 2>$null | Where-Object { $_ -ne ':files' } | ForEach-Object {
    $name, $description = $_ -split "\`t", 2
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
