using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Octavo.Compiler.Codegen;
using Octavo.Compiler.Import;
using Octavo.Compiler.Passes;

namespace Octavo.Compiler.Lengths;

/// <summary>
/// Compiles a model for every length of a range. The model is compiled statically for the greatest length, which decides layers, memory and weights, and
/// for others; then the programs are merged: they must have the same layers, weights of which the shorter are beginnings of the longer, and code that differs
/// in integers only, each of which is a formula of the length. What does not merge is refused. So each length runs the very calls that
/// a class compiled for it alone would run.
/// </summary>
/// <remarks>
/// A length at which a dimension that depends on it is 1 or 0 has shortcuts of its own: axes vanish, transposes become views. There only the imported graph is compared,
/// and the code that serves the other lengths serves it as well, since nothing in it asks whether an extent is 1.
/// </remarks>
internal sealed class LengthCompiler
{
    private readonly ModelSource _source;
    private readonly CompilerOptions _options;
    private readonly LengthRange _range;
    private readonly CancellationToken _cancellation;

    private LengthCompiler(ModelSource source, CompilerOptions options, LengthRange range, CancellationToken cancellation)
    {
        _source = source;
        _options = options;
        _range = range;
        _cancellation = cancellation;
    }

    /// <param name="source">The model.</param>
    /// <param name="options">Options whose input shapes are open.</param>
    /// <param name="range">The range in the options.</param>
    /// <param name="longest">The plan for the greatest length.</param>
    /// <param name="cancellation">Ends the compilation early.</param>
    /// <exception cref="ModelException">The model cannot be compiled for every length; says why.</exception>
    public static OpenLength Compile(ModelSource source, CompilerOptions options, LengthRange range, Plan longest, CancellationToken cancellation) =>
        new LengthCompiler(source, options, range, cancellation).Run(longest);

    private OpenLength Run(Plan longest)
    {
        Graph imported = Imported(_range.Most);
        var shapes = new GraphShapes(_range.Most, imported);
        var plans = new SortedDictionary<int, Plan> { [_range.Most] = longest };
        foreach (int length in LengthSample.Of(_range, longest).Where(l => l != _range.Most))
        {
            _cancellation.ThrowIfCancellationRequested();
            Graph graph = Imported(length);
            Refuse(length, shapes.Add(length, graph));
            if (!shapes.IsDegenerate(length))
            {
                Pipeline.Run(graph);
                Plan plan = Planner.Plan(graph, _options.ClassName, longest.Weights.ForShorter());
                Refuse(length, PlanComparison.Obstacle(longest, plan));
                plans.Add(length, plan);
            }
        }

        if (shapes.Obstacle() is { } obstacle)
        {
            throw Refused(obstacle);
        }

        List<OpenShape> inputs = imported.Inputs.Select(shapes.Of).ToList();
        return inputs.All(i => i.Elements.Line is null)
            ? throw Refused("there is no input whose number of elements grows in proportion to the length and so tells it")
            : new OpenLength(_range, Merge(plans), inputs, imported.Outputs.Select(o => shapes.Of(o.Value)).ToList());
    }

    private Graph Imported(int length)
    {
        try
        {
            return OnnxImporter.Import(_source, _options with { InputShapes = _range.At(length) }).Graph;
        }
        catch (ModelException exception)
        {
            throw Refused($"with length {length}, {exception.Problems[0].Message}");
        }
    }

    private string Merge(SortedDictionary<int, Plan> plans)
    {
        var template = new Template(plans.Keys.ToList(), OpenLength.Variable);
        IReadOnlyList<(string Title, string Code)>[] programs = plans.Values.Select(p => ProgramWriter.Write(p, open: true)).ToArray();
        var code = new List<string>();
        for (int i = 0; i < programs[0].Count; i++)
        {
            code.Add(template.Merge(programs.Select(p => p[i].Code).ToArray(), out string reason) ?? throw Refused($"{programs[0][i].Title}: {reason}"));
        }

        return string.Join("\n\n", code);
    }

    private void Refuse(int length, string? obstacle)
    {
        if (obstacle is not null)
        {
            throw Refused($"{obstacle} (at length {length}, compared with {_range.Most})");
        }
    }

    private ModelException Refused(string reason) => new(
        ProblemKind.SymbolicShape,
        $"The model cannot be compiled for every length from {_range.Least} to {_range.Most}: {reason.TrimEnd('.')}. Write a narrower range, or one length, in InputShapes.");
}
