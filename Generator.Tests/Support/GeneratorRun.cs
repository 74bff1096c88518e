using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Octavo.Generator.Tests.Support;

/// <summary>Runs the generator as a compiler does: over additional files with metadata, again and again with the same driver.</summary>
internal sealed class GeneratorRun
{
    private readonly ProjectOptions _options = new();
    private readonly List<AdditionalText> _files = [];
    private GeneratorDriver _driver;
    private CSharpCompilation _compilation = CSharpCompilation.Create("Shop", options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    public GeneratorRun(string rootNamespace = "Shop")
    {
        _options.Global["build_property.RootNamespace"] = rootNamespace;
        _driver = CSharpGeneratorDriver.Create(
            [new OctavoGenerator().AsSourceGenerator()],
            optionsProvider: _options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    /// <summary>Adds a file, or replaces the one of that path.</summary>
    public GeneratorRun File(string path, string text = "", params (string Name, string Value)[] metadata)
    {
        var file = new TextFile(path, text);
        foreach (var (name, value) in metadata)
            _options.Of(path)["build_metadata.AdditionalFiles." + name] = value;

        int known = _files.FindIndex(f => f.Path == path);
        if (known < 0)
        {
            _files.Add(file);
            _driver = _driver.AddAdditionalTexts([file]);
        }
        else
        {
            _driver = _driver.ReplaceAdditionalText(_files[known], file);
            _files[known] = file;
        }

        return this;
    }

    /// <summary>Adds source of the user's own.</summary>
    public GeneratorRun Source(string code)
    {
        _compilation = _compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(code));
        return this;
    }

    public GeneratorRunResult Run(CancellationToken cancellation = default)
    {
        _driver = _driver.RunGenerators(_compilation, cancellation);
        GeneratorRunResult result = _driver.GetRunResult().Results.Single();
        if (result.Exception is { } exception)
            throw new InvalidOperationException("The generator threw.", exception);
        return result;
    }

    private sealed class TextFile(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class ProjectOptions : AnalyzerConfigOptionsProvider
    {
        private readonly Dictionary<string, Dictionary<string, string>> _files = [];

        public Dictionary<string, string> Global { get; } = [];

        public override AnalyzerConfigOptions GlobalOptions => new Options(Global);

        public Dictionary<string, string> Of(string path) => _files.TryGetValue(path, out var known) ? known : _files[path] = [];

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options([]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(Of(textFile.Path));
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }
}
