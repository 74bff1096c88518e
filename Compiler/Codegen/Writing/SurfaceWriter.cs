using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Lengths;

namespace Octavo.Compiler.Codegen.Writing;

/// <summary>Writes the generated class's public surface: constants, static and instance entry points, construction and disposal.</summary>
internal sealed class SurfaceWriter(
    CodeWriter code, string className, IReadOnlyList<Port> inputs, IReadOnlyList<Port> outputs, bool batch, long arenaBytes, LengthRange? lengths)
{
    private readonly bool _hasCodes = inputs.Concat(outputs).All(p => p.Codes is not null);

    public void Write()
    {
        foreach (Port port in inputs.Concat(outputs))
        {
            WriteConstants(port);
        }

        if (lengths is not null)
        {
            code.Line("/// <summary>The lengths that inputs may have.</summary>");
            code.Line($"public static octavo::LengthRange Lengths => {lengths.Construction};");
            code.Line();
        }

        WriteFields();
        WriteInfer("Infer", "Run", codes: false);
        WriteRun("Run", codes: false);
        if (_hasCodes)
        {
            WriteInfer("InferQuantized", "RunQuantized", codes: true);
            WriteRun("RunQuantized", codes: true);
        }

        code.Line();
        code.Line("/// <summary>Frees the arena and stops the threads.</summary>");
        using (code.Block("public void Dispose()"))
        {
            code.Line("_team.Dispose();");
            code.Line("_arena.Dispose();");
        }
    }

    private static string TypeOf(Port port, bool codes) => codes ? "byte" : port.CSharpType;

    private string ShapeOf(Port port) => port.ShapeText(batch);

    private void WriteConstants(Port port)
    {
        code.Line($"/// <summary>Elements of {port.Parameter}{(batch ? " per item of the batch" : port.Open is { Elements.IsConstant: false } ? " at the greatest length" : "")}.</summary>");
        code.Line($"public const int {port.Prefix}Length = {Literal.Int(port.Type.Shape.Length)};");
        code.Line();
        code.Line($"/// <summary>The shape of {port.Parameter}{(batch ? " for one item" : "")}: {ShapeOf(port)}{(port.Dimensions(batch: false).Contains(-1) ? ", -1 where it depends on the length" : "")}.</summary>");
        code.Line($"public static global::System.ReadOnlySpan<int> {port.Prefix}Shape => {Literal.Ints(port.Dimensions(batch: false))};");
        code.Line();
        if (_hasCodes)
        {
            code.Line($"/// <summary>The step between two codes of {port.Parameter}.</summary>");
            code.Line($"public const float {port.Prefix}Scale = {Literal.Float(port.Codes!.Scale)};");
            code.Line();
            code.Line($"/// <summary>The code of {port.Parameter} that stands for 0.</summary>");
            code.Line($"public const int {port.Prefix}ZeroPoint = {Literal.Int(port.Codes.ZeroPoint)};");
            code.Line();
        }
    }

    private void WriteFields()
    {
        code.Line($"private static readonly octavo::InstancePool<{className}> Pool = new(static () => new {className}());");
        code.Line();
        code.Line("private readonly octavo::Arena _arena;");
        code.Line("private readonly octavo::Team _team;");
        code.Line("private int _items;");
        if (lengths is not null)
        {
            code.Line("private int _length;");
        }

        if (_hasCodes)
        {
            code.Line("private bool _codes;");
        }

        foreach (string pointer in Pointers())
        {
            code.Line($"private byte* _{pointer};");
        }

        code.Line();
        code.Line("/// <summary>Creates an instance that owns its memory, for one caller at a time.</summary>");
        code.Line("/// <param name=\"threads\">Threads that work on one inference, the caller's included.</param>");
        using (code.Block($"public {className}(int threads = 1)"))
        {
            code.Line("_team = new octavo::Team(threads);");
            code.Line($"_arena = new octavo::Arena({Literal.Int(arenaBytes)});");
        }
    }

    private IEnumerable<string> Pointers() =>
        inputs.Select((_, i) => "input" + Literal.Int(i)).Concat(outputs.Select((_, i) => "output" + Literal.Int(i)));

    private void WriteInfer(string infer, string run, bool codes)
    {
        code.Line();
        WriteEntryDocumentation("Runs the model on an instance from a pool. Thread-safe; allocates nothing after the first call.", codes);
        using (code.Block($"public static void {infer}({Parameters(codes)})"))
        {
            code.Line($"{className} instance = Pool.Rent();");
            using (code.Block("try"))
            {
                code.Line($"instance.{run}({Arguments()});");
            }

            using (code.Block("finally"))
            {
                code.Line("Pool.Return(instance);");
            }
        }

        if (outputs.Count == 1 && inputs.Count > 0)
        {
            WriteInferArray(infer, codes);
        }
    }

    private void WriteInferArray(string infer, bool codes)
    {
        string type = TypeOf(outputs[0], codes), length = Literal.Int(outputs[0].Type.Shape.Length);
        code.Line();
        WriteEntryDocumentation($"Runs the model and returns {outputs[0].Parameter}.", codes, withOutputs: false);
        using (code.Block($"public static {type}[] {infer}({string.Join(", ", inputs.Select(p => Parameter(p, codes, input: true)))})"))
        {
            if (lengths is not null)
            {
                code.Line($"int {OpenLength.Variable} = {FoundLength()};");
                code.Line($"var result = new {type}[{outputs[0].Open!.Elements.In(OpenLength.Variable)}];");
            }
            else if (batch)
            {
                code.Line($"var result = new {type}[{Count(inputs[0])} * {length}];");
            }
            else
            {
                code.Line($"var result = new {type}[{length}];");
            }

            code.Line($"{infer}({string.Join(", ", inputs.Select(p => p.Parameter).Append("result"))});");
            code.Line("return result;");
        }
    }

    private void WriteRun(string run, bool codes)
    {
        code.Line();
        WriteEntryDocumentation("Runs the model on this instance. One caller at a time; allocates nothing.", codes);
        using (code.Block($"public void {run}({Parameters(codes)})"))
        {
            if (lengths is null)
            {
                WriteItems();
            }
            else
            {
                WriteLength();
            }

            foreach (Port input in inputs)
            {
                foreach (Port output in outputs)
                {
                    code.Line($"octavo::Check.Apart({input.Parameter}, {output.Parameter}, {Literal.String(input.Parameter)}, {Literal.String(output.Parameter)});");
                }
            }

            if (_hasCodes)
            {
                code.Line($"_codes = {Literal.Bool(codes)};");
            }

            foreach ((Port port, string pointer) in inputs.Concat(outputs).Zip(Pointers(), (port, pointer) => (port, pointer)))
            {
                code.Line($"fixed ({TypeOf(port, codes)}* pinned_{pointer} = {port.Parameter})");
            }

            using (code.Block(""))
            {
                foreach (string pointer in Pointers())
                {
                    code.Line($"_{pointer} = (byte*)pinned_{pointer};");
                }

                code.Line("_team.Run(this);");
            }
        }
    }

    /// <summary>How many items the spans hold; all must hold as many.</summary>
    private void WriteItems()
    {
        code.Line($"_items = {(inputs.Count > 0 ? Count(inputs[0]) : "1")};");
        foreach (Port port in inputs.Skip(1).Concat(outputs))
        {
            code.Line($"octavo::Check.Length({port.Parameter}.Length, {Literal.Int(port.Type.Shape.Length)}, {Literal.String(port.Parameter)}, {Literal.String(ShapeOf(port))}, _items);");
        }
    }

    /// <summary>The length that one input has; the others and the outputs must have the number of elements that follows.</summary>
    private void WriteLength()
    {
        code.Line("_items = 1;");
        code.Line($"_length = {FoundLength()};");
        foreach (Port port in inputs.Concat(outputs).Where(p => p != OpenLength.Witness(inputs)))
        {
            code.Line($"octavo::Check.OfLength({port.Parameter}.Length, {port.Open!.Elements.In("_length")}, {Literal.String(port.Parameter)}, {Literal.String(ShapeOf(port))}, _length);");
        }
    }

    private string FoundLength()
    {
        Port port = OpenLength.Witness(inputs);
        (long step, long offset) = port.Open!.Elements.Line!.Value;
        return $"octavo::Check.OpenLength({port.Parameter}.Length, {Literal.Int(step)}, {Literal.Int(offset)}, {Literal.Int(lengths!.Least)}, {Literal.Int(lengths.Most)}, {Literal.String(port.Parameter)}, {Literal.String(ShapeOf(port))})";
    }

    private string Count(Port port) =>
        $"octavo::Check.Length({port.Parameter}.Length, {Literal.Int(port.Type.Shape.Length)}, {Literal.String(port.Parameter)}, {Literal.String(ShapeOf(port))}, batch: {Literal.Bool(batch)})";

    private string Parameters(bool codes) => string.Join(
        ", ", inputs.Select(p => Parameter(p, codes, input: true)).Concat(outputs.Select(p => Parameter(p, codes, input: false))));

    private static string Parameter(Port port, bool codes, bool input) =>
        $"global::System.{(input ? "ReadOnlySpan" : "Span")}<{TypeOf(port, codes)}> {port.Parameter}";

    private string Arguments() => string.Join(", ", inputs.Concat(outputs).Select(p => p.Parameter));

    private void WriteEntryDocumentation(string summary, bool codes, bool withOutputs = true)
    {
        code.Line($"/// <summary>{summary}</summary>");
        foreach (Port port in withOutputs ? inputs.Concat(outputs) : inputs)
        {
            string items = batch ? "any number of items, " : "";
            code.Line($"/// <param name=\"{port.Parameter}\">{Literal.Comment(port.Name)} {ShapeOf(port)}, {items}row-major{(codes ? ", codes" : "")}{(port.Open is { Elements.IsConstant: false } ? $"; length from {Literal.Int(lengths!.Least)} to {Literal.Int(lengths.Most)}" : "")}.</param>");
        }

        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length, or an output overlaps an input.</exception>");
    }
}
