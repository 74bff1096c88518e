using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Octavo.Compiler.Calibration;

/// <summary>Reads JSON into dictionaries, lists, strings, doubles, bools and null. The compiler may depend on no library for it.</summary>
internal sealed class JsonReader
{
    private const int MaxDepth = 32;

    private readonly string _text;
    private int _at;
    private int _depth;

    private JsonReader(string text) => _text = text;

    /// <exception cref="FormatException">The text is no JSON.</exception>
    public static object? Read(string text)
    {
        // Some editors begin a file with a mark of its byte order.
        text = text.TrimStart('\uFEFF');
        var reader = new JsonReader(text);
        object? value = reader.Value();
        reader.Blank();
        return reader._at == text.Length ? value : throw reader.Wrong("text after the end");
    }

    private object? Value()
    {
        Blank();
        if (_at == _text.Length)
        {
            throw Wrong("the end of the text");
        }

        if (++_depth > MaxDepth)
        {
            throw Wrong("nesting that is too deep");
        }

        object? value = _text[_at] switch
        {
            '{' => Object(),
            '[' => Array(),
            '"' => String(),
            't' => Word("true", true),
            'f' => Word("false", false),
            'n' => Word("null", null),
            _ => Number(),
        };
        _depth--;
        return value;
    }

    private Dictionary<string, object?> Object()
    {
        var result = new Dictionary<string, object?>(StringComparer.Ordinal);
        _at++;
        if (TryTake('}'))
        {
            return result;
        }

        do
        {
            Blank();
            if (_at == _text.Length || _text[_at] != '"')
            {
                throw Wrong("no name of a member");
            }

            string name = String();
            Take(':');
            if (result.ContainsKey(name))
            {
                throw Wrong($"the member '{name}' twice");
            }

            result.Add(name, Value());
        }
        while (TryTake(','));
        Take('}');
        return result;
    }

    private List<object?> Array()
    {
        var result = new List<object?>();
        _at++;
        if (TryTake(']'))
        {
            return result;
        }

        do
        {
            result.Add(Value());
        }
        while (TryTake(','));
        Take(']');
        return result;
    }

    private string String()
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != '"'; _at++)
        {
            char c = _text[_at];
            if (c < ' ')
            {
                throw Wrong("a control character in a string");
            }

            text.Append(c == '\\' ? Escape() : c);
        }

        if (_at++ == _text.Length)
        {
            throw Wrong("a string without an end");
        }

        return text.ToString();
    }

    private char Escape()
    {
        char c = ++_at < _text.Length ? _text[_at] : ' ';
        if (c == 'u' && _at + 4 < _text.Length && int.TryParse(_text.Substring(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
        {
            _at += 4;
            return (char)code;
        }

        int index = "\"\\/bfnrt".IndexOf(c);
        return index >= 0 ? "\"\\/\b\f\n\r\t"[index] : throw Wrong("an unknown escape");
    }

    private object? Word(string word, object? value)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            throw Wrong("an unknown word");
        }

        _at += word.Length;
        return value;
    }

    private object Number()
    {
        int start = _at;
        while (_at < _text.Length && _text[_at] is (>= '0' and <= '9') or '-' or '+' or '.' or 'e' or 'E')
        {
            _at++;
        }

        return double.TryParse(_text.Substring(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsInfinity(number)
            ? number
            : throw Wrong("no value");
    }

    private void Blank()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    private bool TryTake(char c)
    {
        Blank();
        bool found = _at < _text.Length && _text[_at] == c;
        _at += found ? 1 : 0;
        return found;
    }

    private void Take(char c)
    {
        if (!TryTake(c))
        {
            throw Wrong($"no '{c}'");
        }
    }

    private FormatException Wrong(string what)
    {
        int line = 1;
        for (int i = 0; i < Math.Min(_at, _text.Length); i++)
        {
            line += _text[i] == '\n' ? 1 : 0;
        }

        return new FormatException($"line {line} has {what}");
    }
}
