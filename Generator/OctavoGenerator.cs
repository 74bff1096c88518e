using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Octavo.Compiler;
using Octavo.Generator.Roslyn;

namespace Octavo.Generator;

/// <summary>Turns each model among the project's additional files into a class. Only equatable records pass from step to step.</summary>
[Generator(LanguageNames.CSharp)]
internal sealed class OctavoGenerator : IIncrementalGenerator
{
    /// <summary>The steps' names, for tests of incrementality.</summary>
    public static class Steps
    {
        public const string Parse = nameof(Parse);
        public const string Compile = nameof(Compile);
        public const string Diagnostics = nameof(Diagnostics);
        public const string Output = nameof(Output);
    }

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ModelResult> results = context.AdditionalTextsProvider
            .Where(static file => ModelRequest.IsModel(file.Path))
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancellation) => ModelRequest.Read(pair.Left, pair.Right, cancellation))
            .Collect()
            .SelectMany(static (requests, _) => NameClash.Refuse(requests))
            .WithTrackingName(Steps.Parse)
            .Select(static (request, cancellation) => ModelCompilation.Run(request, cancellation))
            .WithTrackingName(Steps.Compile);

        context.RegisterSourceOutput(
            results.Select(static (result, _) => result with { Source = null }).WithTrackingName(Steps.Diagnostics),
            static (output, result) => Report(output, result));

        context.RegisterSourceOutput(
            results.Where(static result => result.Source is not null).Select(static (result, _) => result.Source!).WithTrackingName(Steps.Output),
            static (output, source) => output.AddSource(source.HintName, SourceText.From(source.Text, Encoding.UTF8)));
    }

    private static void Report(SourceProductionContext output, ModelResult result)
    {
        var location = Location.Create(result.ModelPath, default, default);
        foreach (Problem problem in result.Problems)
            output.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(problem), location, Descriptors.SeverityOf(problem), null, null, problem.Message));
    }
}
