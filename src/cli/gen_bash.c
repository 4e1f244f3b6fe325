#include "cli/generate.h"

/* The body tells the command from the words before the cursor, then offers
 * the values of an option, options, or operands. Names of decks are a
 * stranger's: they are never given to compgen -W, which would run a $(...)
 * in them. */
static const char head[] =
    "# Completion of pagein for bash; made by: pagein generate bash\n"
    "_pagein_decks() {\n"
    "    local deck\n"
    "    for deck in "
    "\"${XDG_DATA_HOME:-$HOME/.local/share}\"/pagein/*.sqlite\n"
    "    do\n"
    "        deck=${deck##*/} deck=${deck%.sqlite}\n"
    "        [[ $deck != '*' && $deck == \"$1\"* ]] &&\n"
    "            COMPREPLY+=(\"$(printf %q \"$deck\")\")\n"
    "    done\n"
    "}\n\n"
    "_pagein() {\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} "
    "prev=${COMP_WORDS[COMP_CWORD-1]}\n"
    "    local command= options= words= i\n"
    "    [[ $cur == = ]] && cur=\n"
    "    [[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        case ${COMP_WORDS[i]} in\n";

static const char tail[] =
    "    if [[ $cur == -* ]]; then\n"
    "        COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
    "    elif [[ -n $words ]]; then\n"
    "        COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
    "    fi\n"
    "}\n"
    "complete -o bashdefault -o default -F _pagein pagein\n";

/* "--deck|-d": how an option may be written. */
static void put_spellings(struct str *out, const struct option_row *o)
{
    str_printf(out, "--%s", o->name);
    if (o->letter != 0)
        str_printf(out, "|-%c", o->letter);
}

/* Options whose value is the next word, to be stepped over. */
static void put_skips(struct str *out)
{
    const char *bar = "";

    str_puts(out, "            ");
    for (int id = 0; id < OPTION_COUNT; id++) {
        if (option_rows[id].kind == OPTION_IS_FLAG)
            continue;
        str_puts(out, bar);
        put_spellings(out, &option_rows[id]);
        bar = "|";
    }
    str_puts(out, ") ((i++)) ;;\n"
                  "            -*|=) ;;\n"
                  "            *) command=${COMP_WORDS[i]}; break ;;\n"
                  "        esac\n"
                  "    done\n");
}

static void put_values(struct str *out)
{
    str_puts(out, "    case $prev in\n");
    for (int id = 0; id < OPTION_COUNT; id++) {
        const struct option_row *o = &option_rows[id];
        if (o->kind == OPTION_IS_FLAG)
            continue;
        str_puts(out, "        ");
        put_spellings(out, o);
        str_puts(out, ") ");
        if (o->fill == FILL_WORDS) {
            str_puts(out, "COMPREPLY=($(compgen -W '");
            generate_words(out, o->fill, o->value);
            str_puts(out, "' -- \"$cur\")); ");
        } else if (o->fill == FILL_DECK) {
            str_puts(out, "_pagein_decks \"$cur\"; ");
        }
        str_puts(out, "return ;;\n");
    }
    str_puts(out, "    esac\n");
}

static void put_command(struct str *out, const struct command *c)
{
    struct str words = STR_EMPTY;

    str_printf(out, "        %s) options='",
               *c->name != '\0' ? c->name : "''");
    for (int id = 0; id < OPTION_COUNT; id++)
        if (option_in(command_options(c), (enum option_id)id))
            str_printf(out, "--%s ", option_rows[id].name);
    str_puts(out, "'");
    if (generate_words(&words, c->fill, c->words))
        str_printf(out, " words='%s'", words.at);
    str_release(&words);
    str_puts(out, " ;;\n");
}

void generate_bash(struct out *out)
{
    struct str script = STR_EMPTY;

    str_puts(&script, head);
    put_skips(&script);
    put_values(&script);
    str_puts(&script, "    case $command in\n");
    for (size_t i = 0; i < ncommands; i++)
        if (commands[i]->group != NULL || *commands[i]->name == '\0')
            put_command(&script, commands[i]);
    str_puts(&script, "    esac\n");
    str_puts(&script, tail);
    out_puts(out, script.at);
    str_release(&script);
}
