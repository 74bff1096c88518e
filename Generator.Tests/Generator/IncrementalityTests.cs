using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Octavo.Compiler;
using Octavo.Generator.Models;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Generator;

public sealed class IncrementalityTests : IDisposable
{
    private const string Unchanged = nameof(IncrementalStepRunReason.Unchanged);
    private const string Cached = nameof(IncrementalStepRunReason.Cached);
    private const string Modified = nameof(IncrementalStepRunReason.Modified);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_edit_of_other_source_runs_no_step()
    {
        GeneratorRun run = new GeneratorRun().File(Descriptor("A"), Describe("A", 8)).File(Descriptor("B"), Describe("B", 9));
        run.Run();

        GeneratorRunResult second = run.Source("class Edited;").Run();
        foreach (string step in StepNames)
            Assert.All(Reasons(second, step), reason => Assert.Contains(reason, new[] { Cached, Unchanged }));
    }

    [Fact]
    public void Other_options_compile_only_their_model()
    {
        GeneratorRun run = new GeneratorRun().File(Descriptor("A"), Describe("A", 8)).File(Descriptor("B"), Describe("B", 9));
        run.Run();

        GeneratorRunResult second = run.File(Descriptor("A"), Describe("A", 8, nameSpace: "Shop.Other")).Run();
        Assert.Equal([Modified, Cached], Reasons(second, OctavoGenerator.Steps.Compile));
        Assert.Equal([Modified, Cached], Reasons(second, OctavoGenerator.Steps.Output));
    }

    [Fact]
    public void Another_model_file_compiles_only_that_model()
    {
        GeneratorRun run = new GeneratorRun().File(Descriptor("A"), Describe("A", 8)).File(Descriptor("B"), Describe("B", 9));
        run.Run();

        GeneratorRunResult second = run.File(Descriptor("B"), Describe("B", 10)).Run();
        Assert.Equal([Cached, Modified], Reasons(second, OctavoGenerator.Steps.Compile));
        Assert.Equal([Cached, Unchanged], Reasons(second, OctavoGenerator.Steps.Diagnostics));
        Assert.Contains("[1, 10]", second.GeneratedSources[1].SourceText.ToString());
    }

    [Fact]
    public void Another_driver_of_the_process_finds_the_result()
    {
        string text = Describe("A", 8);
        GeneratorRun first = new GeneratorRun().File(Descriptor("A"), text);
        object source = Output(first.Run());
        Assert.Same(source, Output(new GeneratorRun().File(Descriptor("A"), text).Run()));
        GC.KeepAlive(first);
    }

    [Fact]
    public void Steps_hand_on_nothing_of_the_compilation()
    {
        GeneratorRunResult result = new GeneratorRun().File(Descriptor("A"), Describe("A", 8)).Run();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (string step in StepNames)
        {
            foreach (var (value, _) in result.TrackedSteps[step].SelectMany(run => run.Outputs))
                AssertPlain(value, step, seen);
        }
    }

    private static readonly string[] StepNames =
        [OctavoGenerator.Steps.Parse, OctavoGenerator.Steps.Compile, OctavoGenerator.Steps.Diagnostics, OctavoGenerator.Steps.Output];

    private static void AssertPlain(object? value, string path, HashSet<object> seen)
    {
        if (value is null || value.GetType().IsPrimitive || value is string or Enum || !seen.Add(value))
            return;

        Assert.False(value.GetType().FullName!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal), $"{path} is a {value.GetType()}.");
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
                AssertPlain(item, path + "[]", seen);
        }
        else
        {
            foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                AssertPlain(field.GetValue(value), path + "." + field.Name, seen);
        }
    }

    private static string[] Reasons(GeneratorRunResult result, string step) =>
        [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason.ToString())];

    private static object Output(GeneratorRunResult result) => Assert.Single(Assert.Single(result.TrackedSteps[OctavoGenerator.Steps.Output]).Outputs).Value;

    private string Descriptor(string name) => _folder.PathOf($"obj/{name}.octavo");

    private string Describe(string name, int length, string nameSpace = "Shop") =>
        ModelDescription.Of(_folder.Write($"{name}.onnx", SmallModels.Relu(length)), new CompilerOptions(name, nameSpace)).Format(Descriptor(name));
}
