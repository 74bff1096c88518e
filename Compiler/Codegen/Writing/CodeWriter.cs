using System;
using System.Text;

namespace Octavo.Compiler.Codegen.Writing;

/// <summary>Writes indented C#. The nesting of <see cref="Block"/> calls is the nesting of the generated code.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _indentation;

    /// <summary>Writes one or more lines at the current indentation; an empty line stays empty.</summary>
    public void Line(string text = "")
    {
        foreach (string line in text.Split('\n'))
        {
            string trimmed = line.TrimEnd('\r');
            if (trimmed.Length > 0)
            {
                _text.Append(' ', _indentation * 4).Append(trimmed);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Writes a header and an opening brace or other bracket; disposing closes it, with <paramref name="end"/> behind it.</summary>
    public IDisposable Block(string header, string end = "", char open = '{', char close = '}')
    {
        if (header.Length > 0)
        {
            Line(header);
        }

        Line(open.ToString());
        _indentation++;
        return new Scope(this, close + end);
    }

    public override string ToString() =>
        _indentation == 0 ? _text.ToString() : throw new InvalidOperationException("A block was left open.");

    private sealed class Scope(CodeWriter writer, string end) : IDisposable
    {
        public void Dispose()
        {
            writer._indentation--;
            writer.Line(end);
        }
    }
}
