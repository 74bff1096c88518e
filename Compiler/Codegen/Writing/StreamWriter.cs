using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;

namespace Octavo.Compiler.Codegen.Writing;

/// <summary>Writes the nested class <c>Stream</c> of a model with state: an instance and its state, which inferences pass on.</summary>
internal static class StreamWriter
{
    public const string Name = "Stream";

    public static void Write(CodeWriter code, string className, IReadOnlyList<Port> inputs, IReadOnlyList<Port> outputs, IReadOnlyList<StateTensor> states)
    {
        string Element(int s) => inputs[states[s].Input].CSharpType;
        string Length(int s) => Literal.Int(inputs[states[s].Input].Type.Shape.Length);
        int[] all = [.. Enumerable.Range(0, states.Count)];

        code.Line("/// <summary>A series of inferences, each of which goes on from the state that the one before left. Every stream has a state of its own; one caller at a time.</summary>");
        using (code.Block($"public sealed class {Name} : global::System.IDisposable"))
        {
            code.Line($"private readonly {className} _network;");
            foreach (int s in all)
            {
                code.Line($"private {Element(s)}[] _state{Literal.Int(s)} = new {Element(s)}[{Length(s)}];");
                code.Line($"private {Element(s)}[] _next{Literal.Int(s)} = new {Element(s)}[{Length(s)}];");
            }

            code.Line();
            code.Line("/// <summary>Creates a stream at its beginning.</summary>");
            code.Line("/// <param name=\"threads\">Threads that work on one inference, the caller's included.</param>");
            using (code.Block($"public {Name}(int threads = 1)"))
            {
                code.Line($"_network = new {className}(threads);");
                code.Line("Reset();");
            }

            foreach (int s in all)
            {
                Port port = inputs[states[s].Input];
                code.Line();
                code.Line($"/// <summary>The state {Literal.Comment(port.Name)} {port.ShapeText(batch: false)} that the next inference goes on from; valid until then.</summary>");
                code.Line($"public global::System.ReadOnlySpan<{Element(s)}> State{(all.Length == 1 ? "" : Literal.Int(s))} => _state{Literal.Int(s)};");
            }

            code.Line();
            code.Line("/// <summary>Forgets what went before.</summary>");
            using (code.Block("public void Reset()"))
            {
                foreach (int s in all)
                {
                    code.Line(states[s].Initial is { } initial
                        ? $"((global::System.ReadOnlySpan<float>)[{string.Join(", ", initial.Select(Literal.Float))}]).CopyTo(_state{Literal.Int(s)});"
                        : $"global::System.Array.Clear(_state{Literal.Int(s)});");
                }
            }

            WriteRun(code, inputs, outputs, states);
            code.Line();
            code.Line("/// <summary>Frees the memory and stops the threads.</summary>");
            code.Line("public void Dispose() => _network.Dispose();");
        }
    }

    private static void WriteRun(CodeWriter code, IReadOnlyList<Port> inputs, IReadOnlyList<Port> outputs, IReadOnlyList<StateTensor> states)
    {
        string[] first = [.. inputs.Select((p, i) => Argument(p, states, s => s.Input == i, "_state"))], second = [.. outputs.Select((p, i) => Argument(p, states, s => s.Output == i, "_next"))];
        Port[] seen = [.. inputs.Where((p, i) => first[i] == p.Parameter)], written = [.. outputs.Where((p, i) => second[i] == p.Parameter)];
        code.Line();
        code.Line("/// <summary>Runs the model on the next piece of the stream. Allocates nothing.</summary>");
        foreach (Port port in seen.Concat(written))
        {
            code.Line($"/// <param name=\"{port.Parameter}\">{Literal.Comment(port.Name)} {port.ShapeText(batch: false)}, row-major.</param>");
        }

        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length, or an output overlaps an input; the state stays what it was.</exception>");
        string parameters = string.Join(", ", seen.Select(p => $"global::System.ReadOnlySpan<{p.CSharpType}> {p.Parameter}").Concat(written.Select(p => $"global::System.Span<{p.CSharpType}> {p.Parameter}")));
        using (code.Block($"public void Run({parameters})"))
        {
            code.Line($"_network.Run({string.Join(", ", first.Concat(second))});");
            for (int s = 0; s < states.Count; s++)
            {
                string state = "_state" + Literal.Int(s), next = "_next" + Literal.Int(s);
                code.Line($"({state}, {next}) = ({next}, {state});");
            }
        }
    }

    private static string Argument(Port port, IReadOnlyList<StateTensor> states, System.Func<StateTensor, bool> isItsState, string field)
    {
        int state = states.ToList().FindIndex(s => isItsState(s));
        return state < 0 ? port.Parameter : field + Literal.Int(state);
    }
}
