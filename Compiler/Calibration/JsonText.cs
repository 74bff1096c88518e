using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Octavo.Compiler.Calibration;

/// <summary>Writes JSON for people and for comparing: a member a line, lists of numbers on one line, members in the order given.</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();
    private int _indent;
    private bool _isFirst = true;

    public override string ToString() => _text.ToString();

    /// <summary>The whole text, or an unnamed object in it.</summary>
    public void Object(Action members)
    {
        _text.Append('{');
        _indent++;
        _isFirst = true;
        members();
        _indent--;
        if (!_isFirst)
        {
            Line();
        }

        _text.Append('}');
        _isFirst = false;
    }

    public void Object(string name, Action members)
    {
        Name(name);
        Object(members);
    }

    public void Member(string name, string value)
    {
        Name(name);
        Quote(value);
    }

    public void Member(string name, bool value)
    {
        Name(name);
        _text.Append(value ? "true" : "false");
    }

    public void Member(string name, double value)
    {
        Name(name);
        _text.Append(Number(value));
    }

    /// <summary>A float, in as few digits as tell it from others.</summary>
    public void Member(string name, float value)
    {
        Name(name);
        _text.Append(Number(value));
    }

    public void Member(string name, IEnumerable<string> values) => List(name, values, Quote);

    public void Member(string name, IEnumerable<float> values) => List(name, values, v => _text.Append(Number(v)));

    public void Member(string name, IEnumerable<long> values) => List(name, values, v => _text.Append(v.ToString(CultureInfo.InvariantCulture)));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void List<T>(string name, IEnumerable<T> values, Action<T> write)
    {
        Name(name);
        _text.Append('[');
        bool isFirst = true;
        foreach (T value in values)
        {
            _text.Append(isFirst ? "" : ", ");
            isFirst = false;
            write(value);
        }

        _text.Append(']');
    }

    private void Name(string name)
    {
        _text.Append(_isFirst ? "" : ",");
        _isFirst = false;
        Line();
        Quote(name);
        _text.Append(": ");
    }

    private void Line() => _text.Append('\n').Append(' ', 2 * _indent);

    private void Quote(string value)
    {
        _text.Append('"');
        foreach (char c in value)
        {
            if (c is '"' or '\\')
            {
                _text.Append('\\').Append(c);
            }
            else if (c < ' ' || char.IsSurrogate(c))
            {
                _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                _text.Append(c);
            }
        }

        _text.Append('"');
    }
}
