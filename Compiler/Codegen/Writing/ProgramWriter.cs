using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Layers;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Lengths;

namespace Octavo.Compiler.Codegen.Writing;

/// <summary>Writes what the generated class does: the steps in order and a method per layer.</summary>
internal sealed class ProgramWriter
{
    private readonly CodeWriter _code = new();
    private readonly Plan _plan;
    private readonly bool _hasCodes;
    private readonly string _length;

    private ProgramWriter(Plan plan, bool open)
    {
        _plan = plan;
        _hasCodes = Port.HasCodes(plan);
        _length = open ? OpenLength.Variable + ", " : "";
    }

    /// <summary>The parts of the program, without indentation: first the steps, then the layers.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="open">The methods take the length, for a class whose length is open.</param>
    public static IReadOnlyList<(string Title, string Code)> Write(Plan plan, bool open = false)
    {
        var parts = new List<(string, string)> { ("The order of the layers", Part(w => w.WriteSteps())) };
        parts.AddRange(plan.Layers.Select(layer => ($"{layer.Node.Op.Name} node '{Literal.Comment(layer.Node.Name)}'", Part(w => w.WriteLayer(layer)))));
        if (plan.Layers.OfType<FusionLayer>().Any())
        {
            parts.Add(("Fusions", Part(w => w.WriteFusions())));
        }

        return parts;

        string Part(Action<ProgramWriter> write)
        {
            var writer = new ProgramWriter(plan, open);
            write(writer);
            return writer._code.ToString().TrimEnd('\n');
        }
    }

    /// <summary>The items of the batch one after the other, each layer after the other: what every thread of the team runs.</summary>
    private void WriteSteps()
    {
        using (_code.Block("void octavo::IPartitioned.Run(int part, int parts)"))
        {
            _code.Line("byte* arena = _arena.Pointer;");
            _code.Line("byte* weights = Weights.Pointer;");
            if (_length.Length > 0)
            {
                _code.Line($"int {OpenLength.Variable} = _length;");
            }

            using (_code.Block("for (int item = 0; item < _items; item++)"))
            {
                WritePointers("input", _plan.Graph.Inputs);
                WritePointers("output", _plan.Graph.Outputs.Select(o => o.Value).ToList());
                for (int i = 0; i < _plan.Layers.Count; i++)
                {
                    foreach ((int layer, Storage storage) in _plan.Halos)
                    {
                        if (layer == i)
                        {
                            WriteHalo(storage);
                        }
                    }

                    WriteStep(_plan.Layers[i]);
                    using (_code.Block("if (parts > 1)"))
                    {
                        _code.Line("_team.Barrier();");
                    }
                }
            }
        }
    }

    private void WritePointers(string kind, IReadOnlyList<Value> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            long length = values[i].Shape.Length, bytes = length * values[i].Type.Element.Size();
            string stride = _hasCodes ? $"(_codes ? {Literal.Int(length)} : {Literal.Int(bytes)})" : Literal.Int(bytes);
            _code.Line($"byte* {kind}{i} = _{kind}{i} + ((nint)item * {stride});");
        }
    }

    private void WriteHalo(Storage storage)
    {
        string image = $"({storage.Element.CSharpName()}*)({storage.Pointer} + {Literal.Int((long)storage.Interior * storage.Element.Size())})";
        _code.Line(storage.FillHalo(image, storage.HaloValue.ToString()));
    }

    private void WriteStep(Layer layer)
    {
        bool border = _hasCodes && layer is IBorderLayer && layer.Operands.Any(Port.IsOutside);
        if (!border)
        {
            _code.Line(Call(layer, layer.Method, codes: false));
            return;
        }

        using (_code.Block("if (_codes)"))
        {
            _code.Line(Call(layer, layer.Method + GeneratedNames.CodesEnding, codes: true));
        }

        using (_code.Block("else"))
        {
            _code.Line(Call(layer, layer.Method, codes: false));
        }
    }

    private string Call(Layer layer, string method, bool codes)
    {
        IEnumerable<string> pointers = layer.Operands.Select(o => codes ? o.View.PointerAs(ElementType.UInt8) : o.View.Pointer);
        return $"{method}({string.Join(", ", pointers)}, weights, {_length}{(layer.NeedsTeam ? "_team, " : "")}part, parts);";
    }

    private void WriteLayer(Layer layer)
    {
        _code.Line("// " + Describe(layer));
        WriteMethod(layer, layer.Method, codes: false, layer.WriteBody);
        if (_hasCodes && layer is IBorderLayer borderLayer && layer.Operands.Any(Port.IsOutside))
        {
            _code.Line();
            WriteMethod(layer, layer.Method + GeneratedNames.CodesEnding, codes: true, borderLayer.WriteCopyOfCodes);
        }
    }

    private void WriteMethod(Layer layer, string method, bool codes, Action<CodeWriter> body)
    {
        IEnumerable<string> parameters = layer.Operands.Select(o => (codes ? "byte*" : o.View.PointerType) + " " + o.Name);
        using (_code.Block($"private static void {method}({string.Join(", ", parameters)}, byte* weights, {(_length.Length > 0 ? "int " + _length : "")}{(layer.NeedsTeam ? "octavo::Team team, " : "")}int part, int parts)"))
        {
            body(_code);
        }
    }

    /// <summary>Operator, shapes, quantization, kernel and multiply-accumulates in one line.</summary>
    private static string Describe(Layer layer)
    {
        string inputs = string.Join(", ", layer.Node.Inputs.Where(v => v is { IsConstant: false }).Select(v => v!.Type.Element.ShortName() + v.Shape));
        string macs = layer.MultiplyAccumulates == 0 ? "" : $", {ClassSummary.Millions(layer.MultiplyAccumulates)} MMAC";
        return $"{Literal.Comment(layer.Node.Name)}: {layer.Node.Op.Name} {inputs} -> {layer.Output.Type}, {layer.Kernel}{macs}.";
    }

    private void WriteFusions()
    {
        FusionLayer[] fusions = _plan.Layers.OfType<FusionLayer>().ToArray();
        using (_code.Block("private static class Fusions"))
        {
            for (int i = 0; i < fusions.Length; i++)
            {
                if (i > 0)
                {
                    _code.Line();
                }

                fusions[i].WriteStruct(_code);
            }
        }
    }
}
