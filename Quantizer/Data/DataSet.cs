using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Octavo.Tool.Data;

/// <summary>
/// Samples from files, read when they are asked for. A path may be a file of items; a folder of such files; a folder with a file <c>input_0.*</c>, <c>input_1.*</c>… per input, or
/// of such folders; or, for networks with several inputs, <c>NAME=PATH</c> for each of them.
/// </summary>
internal sealed class DataSet
{
    private readonly IReadOnlyList<InputSpec> _inputs;
    private readonly PixelOptions _pixels;
    private readonly List<IReadOnlyList<string>> _sources;
    private readonly int _limit;

    private DataSet(IReadOnlyList<InputSpec> inputs, PixelOptions pixels, List<IReadOnlyList<string>> sources, int limit) =>
        (_inputs, _pixels, _sources, _limit) = (inputs, pixels, sources, limit);

    /// <param name="limit">Samples to use at most.</param>
    /// <exception cref="CommandException">A path does not exist, or holds no data for these inputs.</exception>
    public static DataSet Open(IReadOnlyList<string> paths, IReadOnlyList<InputSpec> inputs, PixelOptions pixels, int limit)
    {
        if (paths.Count == 0)
        {
            throw new CommandException("No data are given: name files or folders with --data.");
        }

        Dictionary<string, List<string>> named = Named(paths, inputs);
        var sources = new List<IReadOnlyList<string>>();
        if (named.Count > 0)
        {
            List<string>[] columns = [.. inputs.Select(i => named.TryGetValue(i.Name, out List<string>? files) ? files : throw new CommandException($"No data are given for the input '{i.Name}'."))];
            if (columns.Any(c => c.Count != columns[0].Count))
            {
                throw new CommandException($"The inputs have different numbers of files: {string.Join(", ", columns.Select((c, i) => $"{inputs[i].Name} {c.Count}"))}.");
            }

            sources.AddRange(Enumerable.Range(0, columns[0].Count).Select(row => (IReadOnlyList<string>)[.. columns.Select(c => c[row])]));
        }
        else
        {
            sources.AddRange(paths.SelectMany(path => Sources(path, inputs)));
        }

        return new DataSet(inputs, pixels, sources, limit);
    }

    /// <exception cref="CommandException">A file holds something else than the inputs take.</exception>
    public IEnumerable<Sample> Samples() => _sources.SelectMany(Read).Take(_limit);

    private IEnumerable<Sample> Read(IReadOnlyList<string> files)
    {
        if (files.Count == 1 && Readers.HoldsSeveralInputs(files[0]))
        {
            return Readers.Rows(files[0], _inputs, _pixels).Select((row, i) => new Sample($"{files[0]} [{i}]", row));
        }

        return files.Count == 1
            ? Readers.Items(files[0], _inputs[0], _pixels).Select((item, i) => new Sample($"{files[0]} [{i}]", [item]))
            : Zipped(files);
    }

    private IEnumerable<Sample> Zipped(IReadOnlyList<string> files)
    {
        IEnumerator<Array>[] columns = [.. files.Select((file, i) => Readers.Items(file, _inputs[i], _pixels).GetEnumerator())];
        try
        {
            for (int row = 0; ; row++)
            {
                bool[] more = [.. columns.Select(c => c.MoveNext())];
                if (more.Distinct().Count() > 1)
                {
                    throw new CommandException($"{string.Join(" and ", files)} hold different numbers of items.");
                }

                if (!more[0])
                {
                    yield break;
                }

                yield return new Sample($"{files[0]} [{row}]", [.. columns.Select(c => c.Current)]);
            }
        }
        finally
        {
            foreach (IEnumerator<Array> column in columns)
            {
                column.Dispose();
            }
        }
    }

    private static Dictionary<string, List<string>> Named(IReadOnlyList<string> paths, IReadOnlyList<InputSpec> inputs)
    {
        var named = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string path in paths.Where(p => !Path.Exists(p)))
        {
            if (inputs.FirstOrDefault(i => path.StartsWith(i.Name + "=", StringComparison.Ordinal)) is not { } input)
            {
                throw new CommandException(path.Contains('=')
                    ? $"'{path}' names no input of the model; its inputs are {string.Join(", ", inputs.Select(i => i.Name))}."
                    : $"There is no file or folder '{path}'.");
            }

            string value = path[(input.Name.Length + 1)..];
            named[input.Name] = Directory.Exists(value) ? FilesIn(value) : File.Exists(value) ? [value] : throw new CommandException($"There is no file or folder '{value}'.");
        }

        return named;
    }

    private static IEnumerable<IReadOnlyList<string>> Sources(string path, IReadOnlyList<InputSpec> inputs)
    {
        if (File.Exists(path))
        {
            if (!Readers.CanRead(path))
            {
                throw new CommandException($"{path} is of a kind that is not read; known are {Readers.Known}.");
            }

            return inputs.Count == 1 || Readers.HoldsSeveralInputs(path)
                ? [[path]]
                : throw new CommandException($"The model has {inputs.Count} inputs and {path} holds data of one; give NAME=PATH for each, an .npz, or folders with input_0.*, input_1.*….");
        }

        string[] folders = [path, .. Directory.GetDirectories(path).Order(StringComparer.Ordinal)];
        var cases = folders.Select(folder => Case(folder, inputs.Count)).Where(c => c is not null).ToList();
        if (cases.Count > 0)
        {
            return cases!;
        }

        List<string> files = FilesIn(path);
        return inputs.Count == 1 || files.TrueForAll(Readers.HoldsSeveralInputs)
            ? files.Select(file => (IReadOnlyList<string>)[file])
            : throw new CommandException($"The model has {inputs.Count} inputs; the folder '{path}' must hold .npz files or folders with input_0.*, input_1.*….");
    }

    /// <summary>A folder's file per input; null when it holds none.</summary>
    private static IReadOnlyList<string>? Case(string folder, int inputs)
    {
        string[] files = [.. Enumerable.Range(0, inputs).Select(i => Directory.GetFiles(folder, $"input_{i}.*").Where(Readers.CanRead).Order(StringComparer.Ordinal).FirstOrDefault() ?? "")];
        if (files.All(f => f.Length == 0))
        {
            return null;
        }

        int missing = Array.IndexOf(files, "");
        return missing < 0 ? files : throw new CommandException($"The folder '{folder}' holds no input_{missing}.*, and the model has {inputs} inputs.");
    }

    private static List<string> FilesIn(string folder)
    {
        List<string> files = [.. Directory.GetFiles(folder).Where(Readers.CanRead).Order(StringComparer.Ordinal)];
        return files.Count > 0 ? files : throw new CommandException($"The folder '{folder}' holds no data; read are {Readers.Known}.");
    }
}
