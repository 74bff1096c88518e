using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;
using Octavo.Compiler.Import;
using Octavo.Compiler.Passes;

namespace Octavo.Compiler.Lengths;

/// <summary>
/// Compiles a model for every length of a range. The model is compiled statically for the greatest length, which decides layers, memory and weights, and
/// for others; then the programs are merged: they must have the same layers, weights of which the shorter are beginnings of the longer, or few enough to be kept
/// for each length, and code that differs in integers only, each of which is a formula of the length. What does not merge is refused. So each length runs the very
/// calls that a class compiled for it alone would run.
/// </summary>
/// <remarks>
/// A length at which a dimension that depends on it is 1 or 0 has shortcuts of its own: axes vanish, transposes become views. There only the imported graph is compared,
/// and the code that serves the other lengths serves it as well, since nothing in it asks whether an extent is 1.
/// </remarks>
internal sealed class LengthCompiler
{
    private const long MostBytesPerLength = 1L << 24;

    private readonly ModelSource _source;
    private readonly CompilerOptions _options;
    private readonly LengthRange _range;
    private readonly CancellationToken _cancellation;

    /// <summary>The sections of the weights that are kept per length, and the bytes that the longest of each takes.</summary>
    private readonly SortedDictionary<int, int> _rooms = [];

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
    /// <param name="longest">The lowered graph of the greatest length.</param>
    /// <param name="cancellation">Ends the compilation early.</param>
    /// <returns>The plan for the greatest length, and what makes it one for all.</returns>
    /// <exception cref="ModelException">The model cannot be compiled for every length; says why.</exception>
    public static (Plan Longest, OpenLength Open) Compile(ModelSource source, CompilerOptions options, LengthRange range, Graph longest, CancellationToken cancellation) =>
        new LengthCompiler(source, options, range, cancellation).Run(longest);

    private (Plan Longest, OpenLength Open) Run(Graph lowered)
    {
        Plan longest = Planned(lowered, new LongestWeights(_range, _rooms));
        IReadOnlyList<int> lengths = LengthSample.Of(_range, longest);
        Graph imported = Imported(_range.Most);
        GraphShapes shapes;
        SortedDictionary<int, IReadOnlyList<(string Title, string Code)>>? programs;
        while ((programs = Programs(longest, lengths, shapes = new GraphShapes(_range.Most, imported))) is null)
        {
            // Some constants depend on the length.
            lengths = LengthSample.Of(_range, longest, all: true);
            long bytes = _rooms.Values.Sum(room => (long)room * (lengths.Count + 1));
            int section = _rooms.Keys.Last();
            if (lengths.Count < _range.Most - _range.Least || bytes > MostBytesPerLength)
            {
                throw Refused($"the constants of node '{Literal.Comment(longest.Weights.Sections[section].Owner)}' depend on the length, and too many of them to keep those of every length");
            }

            lowered = Imported(_range.Most);
            Pipeline.RunSilently(lowered);
            longest = Planned(lowered, new LongestWeights(_range, _rooms));
        }

        if (shapes.Obstacle() is { } obstacle)
        {
            throw Refused(obstacle);
        }

        List<OpenShape> inputs = imported.Inputs.Select(shapes.Of).ToList();
        return inputs.TrueForAll(i => i.Elements.Line is null)
            ? throw Refused("there is no input whose number of elements grows in proportion to the length and so tells it")
            : (longest, new OpenLength(_range, Merge(programs, shapes, longest.Weights), inputs, imported.Outputs.Select(o => shapes.Of(o.Value)).ToList()));
    }

    /// <summary>The programs of the lengths that have the same layers; null when further sections of the weights must be kept per length, which are then among <see cref="_rooms"/>.</summary>
    private SortedDictionary<int, IReadOnlyList<(string Title, string Code)>>? Programs(Plan longest, IReadOnlyList<int> lengths, GraphShapes shapes)
    {
        var programs = new SortedDictionary<int, IReadOnlyList<(string, string)>> { [_range.Most] = ProgramWriter.Write(longest, open: true) };
        var packed = new Dictionary<int, byte[]>();
        (int Length, string Obstacle)? strange = null;
        foreach (int length in lengths)
        {
            _cancellation.ThrowIfCancellationRequested();
            Graph graph = Imported(length);
            Refuse(length, shapes.Add(length, graph));
            string? otherConstant = shapes.IsDegenerate(length) ? shapes.OtherConstant(graph) : null;
            Pipeline.RunSilently(graph);
            ShorterWeights weights = ((LongestWeights)longest.Weights).At(length);
            Plan plan = Planned(graph, weights);
            if (shapes.IsDegenerate(length) && PlanComparison.Layers(longest, plan) is not null)
            {
                Refuse(length, otherConstant ?? (_rooms.Count == 0 ? null : $"the constants of node '{Literal.Comment(longest.Weights.Sections[_rooms.Keys.First()].Owner)}' depend on the length, and there are other layers"));
                continue;
            }

            Refuse(length, shapes.IsDegenerate(length) ? null : PlanComparison.Obstacle(longest, plan));
            List<int> strangers = weights.Strangers(packed).ToList();
            if (strangers.Count > 0 && shapes.IsDegenerate(length))
            {
                // Fatal unless a regular length shows that these sections must be kept per length.
                strange ??= (length, $"the constants of node '{Literal.Comment(weights.Sections[strangers[0]].Owner)}' are other ones");
            }
            else if (strangers.Count > 0)
            {
                foreach (int section in strangers)
                {
                    int known = _rooms.TryGetValue(section, out int room) ? room : 0;
                    _rooms[section] = Math.Max(known, Math.Max(longest.Weights.Sections[section].Length, weights.Sections[section].Length));
                }

                return null;
            }

            programs.Add(length, ProgramWriter.Write(plan, open: true));
        }

        if (strange is var (at, constants))
        {
            Refuse(at, constants);
        }

        return programs;
    }

    private Plan Planned(Graph graph, WeightsBuilder weights) => Planner.Plan(graph, _options.ClassName, weights);

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

    private string Merge(SortedDictionary<int, IReadOnlyList<(string Title, string Code)>> programs, GraphShapes shapes, WeightsBuilder weights)
    {
        bool isComplete = programs.Count > _range.Most - _range.Least;
        Func<Array, long>? table = isComplete ? values => values is float[] floats ? weights.Add(floats) : weights.Add((int[])values) : null;
        var template = new Template(programs.Keys.ToList(), shapes.IsDegenerate, shapes.Dimensions, OpenLength.Variable, table);
        IReadOnlyList<(string Title, string Code)> longest = programs[_range.Most];
        return string.Join("\n\n", longest.Select((part, i) =>
            template.Merge(programs.Values.Select(p => p[i].Code).ToArray(), out string reason) ?? throw Refused($"{part.Title}: {reason}")));
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
