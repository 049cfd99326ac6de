# SPDX-License-Identifier: Apache-2.0
"""
The same work for every tool: N jobs, from each of which the same objects come.

What the other tools are given as templates is made from what mpicc-yaml prints for one job, with the job's name and run put in as
variables, so all of them print the same bytes (apart from the order of keys). They get the finished text and have no more to do than to
fill it in, which is less than mpicc-yaml does: it decodes, checks, plans, hashes, and runs a flavour and a hook for each job.
"""
import json
import re
import subprocess

JOB = """apiVersion: mpicc.dev/v1
kind: MPIJob
metadata: {{name: {name}, namespace: hpc}}
image: registry.example.com/tf-benchmarks:1.4
mpi: openmpi
workers: 4
slots: 2
resources: {{cpu: 8, memory: 32Gi, gpu: 2}}
run: python tf_cnn_benchmarks.py --model=resnet101 --variable_update=horovod
"""
HOOK = """return function(objects, job)
  for _, object in ipairs(objects) do
    if object.kind == "Job" then
      object.spec.template.spec.priorityClassName = job.ranks > 64 and "large" or "small"
    end
  end
end
"""
KUBEFLOW = """apiVersion: kubeflow.org/v2beta1
kind: MPIJob
metadata: {{name: {name}}}
spec:
  slotsPerWorker: 2
  mpiReplicaSpecs:
    Launcher: {{replicas: 1, template: {{spec: {{containers: [{{name: launcher, image: registry.example.com/tf-benchmarks:1.4, command: [mpirun, python, tf_cnn_benchmarks.py]}}]}}}}}}
    Worker: {{replicas: 4, template: {{spec: {{containers: [{{name: worker, image: registry.example.com/tf-benchmarks:1.4, resources: {{limits: {{cpu: 8, memory: 32Gi, nvidia.com/gpu: 2}}}}}}]}}}}}}
"""


def name(i):
    return f"job{i:06d}"


def job_folder(path, count):
    path.mkdir(parents=True)
    (path / "mpicc.yaml").write_text("hooks: [hook.lua]\n")
    (path / "hook.lua").write_text(HOOK)
    for i in range(count):
        (path / f"{name(i)}.yaml").write_text(JOB.format(name=name(i)))
    return path


def one_job(compiler, folder):
    """The manifests of one job as texts, with THENAME and THERUN where its name and its run's hash stand."""
    only = job_folder(folder / "one", 0)
    (only / "job.yaml").write_text(JOB.format(name="thename"))
    out = folder / "one-out"
    subprocess.run([compiler, "compile", only, "-o", out, "-q"], check=True)
    texts = [path.read_text() for path in sorted(out.rglob("*.yaml"))]
    run = re.search(r"name: thename-([0-9a-z]{8})", texts[0])[1]
    return [text.replace(run, "THERUN").replace("thename", "THENAME") for text in texts]


def helm_chart(path, texts, count):
    (path / "templates").mkdir(parents=True)
    (path / "Chart.yaml").write_text("apiVersion: v2\nname: jobs\nversion: 1.0.0\n")
    (path / "values.yaml").write_text("jobs:\n" + "".join(f"- {{name: {name(i)}, run: {i:08d}}}\n" for i in range(count)))
    body = "\n---\n".join(text.replace("{{", '{{"{{"}}') for text in texts)
    body = body.replace("THENAME", "{{ .name }}").replace("THERUN", "{{ .run }}")
    (path / "templates/all.yaml").write_text("{{- range .Values.jobs }}\n---\n" + body + "{{- end }}\n")
    return path


def jsonnet_text(value):
    """JSON, with strings that hold a variable as a sum."""
    return json.dumps(value).replace("THENAME", '" + job.name + "').replace("THERUN", '" + job.run + "')


def jsonnet_keys(text):
    """A key that is a sum needs brackets; ours have no variables in keys, which this makes sure of."""
    if re.search(r'"\s*\+ job\.\w+ \+ "[^"]*":', text):
        raise ValueError("a key holds a variable")
    return text


def jsonnet_objects(jsonnet, texts, folder):
    """YAML to JSON by the tool itself."""
    objects = []
    for i, text in enumerate(texts):
        (folder / f"{i}.yaml").write_text(text)
        done = subprocess.run([jsonnet, "-e", f'std.parseYaml(importstr "{folder}/{i}.yaml")'], check=True, capture_output=True, text=True)
        objects.append(json.loads(done.stdout))
    return objects


def jsonnet_file(path, objects, count):
    documents = ", ".join(jsonnet_keys(jsonnet_text(o)) for o in objects)
    jobs = ", ".join(f'{{name: "{name(i)}", run: "{i:08d}"}}' for i in range(count))
    path.write_text(f"local jobs = [{jobs}];\nlocal objects(job) = [{documents}];\nstd.flattenArrays([objects(job) for job in jobs])\n")
    return path


def kustomize_folder(path, count):
    path.mkdir(parents=True)
    (path / "jobs.yaml").write_text("---\n".join(KUBEFLOW.format(name=name(i)) for i in range(count)))
    (path / "kustomization.yaml").write_text("resources: [jobs.yaml]\nnamespace: hpc\nlabels:\n- pairs: {team: hpc}\n")
    return path
